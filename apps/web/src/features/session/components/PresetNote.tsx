import { Text } from '@mantine/core';
import type { Machine, ToolDefault } from '@open-ace/contracts/machine';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#lib/use-format.ts';

/** That model and mode were not this person's choice, whose they are, and what comes along unseen. */
export function PresetNote({ usual, machine }: { usual: ToolDefault; machine: Machine }) {
  const { t } = useTranslation();
  const format = useFormat();
  const from = usual.machineId === null ? t('session.presetEverywhere') : t('session.presetHere', { machine: machine.name });
  const args = usual.args.length > 0 && t('session.presetArgs', { args: usual.args.join(' ') });
  return (
    <Text size="xs" c="dimmed">
      {format.sentences([from, args])}
    </Text>
  );
}
