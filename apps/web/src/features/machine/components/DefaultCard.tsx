import { Button, Code, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Machine, ToolDefault } from '@open-ace/contracts/machine';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { failureText } from '#lib/errors.ts';
import { trpc } from '#lib/trpc.ts';
import { ToolLabel } from '#modules/tool/ToolMark.tsx';
import { Facts } from '#ui/Facts.tsx';
import type { KnownTool } from '../known-tools.ts';
import { refreshDefaults } from '../refresh-defaults.ts';
import type { Holding } from '../tool-defaults.ts';
import { DefaultDialog } from './DefaultDialog.tsx';
import classes from './MachineTools.module.css';

interface DefaultCardProps {
  tool: KnownTool;
  /** Null for what holds on all machines. */
  machine: Machine | null;
  holding: Holding | null;
  /** What is set for all machines, whether or not it holds. */
  replaced: ToolDefault | null;
  mayChange: boolean;
}

/** What sessions with a tool begin with, where that comes from, and the way to change it. */
export function DefaultCard({ tool, machine, holding, replaced, mayChange }: DefaultCardProps) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const machineId = machine?.id ?? null;
  const isSetHere = holding !== null && holding.value.machineId === machineId;
  const remove = useMutation(
    trpc.machine.removeToolDefault.mutationOptions({
      onSuccess: refreshDefaults,
      onError: (error) => notifications.show({ color: 'red', message: failureText(error, t) }),
    }),
  );
  return (
    <section className={classes.tool} aria-label={tool.name}>
      <Group justify="space-between" gap={8} wrap="nowrap" className={classes.head}>
        <ToolLabel tool={tool.tool} />
        {mayChange && (
          <Group gap={4} wrap="nowrap">
            {isSetHere && (
              <Button
                size="xs"
                variant="subtle"
                color="gray"
                loading={remove.isPending}
                aria-label={t('machine.removeDefaultOf', { tool: tool.name })}
                onClick={() => remove.mutate({ machineId, tool: tool.tool })}
              >
                {t('machine.removeDefault')}
              </Button>
            )}
            <Button
              size="xs"
              variant="default"
              aria-label={t(isSetHere ? 'machine.changeDefaultOf' : 'machine.setDefaultOf', { tool: tool.name })}
              onClick={() => setEditing(true)}
            >
              {t(isSetHere ? 'machine.changeDefault' : 'machine.setDefault')}
            </Button>
          </Group>
        )}
      </Group>
      <div className={classes.facts}>
        <DefaultFacts value={holding?.value ?? null} />
      </div>
      <Text size="xs" c="dimmed" mt={6}>
        {t(sourceOf(machine, holding, replaced))}
      </Text>
      {editing && <DefaultDialog tool={tool} machine={machine} value={holding?.value ?? null} onClose={() => setEditing(false)} />}
    </section>
  );
}

function sourceOf(machine: Machine | null, holding: Holding | null, replaced: ToolDefault | null) {
  if (!holding) return 'machine.defaultFrom.none';
  if (machine === null) return 'machine.defaultFrom.here';
  if (holding.from === 'everywhere') return 'machine.defaultFrom.everywhere';
  return replaced ? 'machine.defaultFrom.machineInstead' : 'machine.defaultFrom.machine';
}

/** Where nothing is set it is what Open ACE begins with: the CLI's own model, asking first. */
function DefaultFacts({ value }: { value: ToolDefault | null }) {
  const { t } = useTranslation();
  const args = value?.args ?? [];
  const facts = [
    { name: t('session.model'), value: value?.model || t('session.ownModel') },
    { name: t('session.modeLabel'), value: t(`session.mode.${value?.permissionMode ?? 'ask'}`) },
    ...(args.length === 0 ? [] : [{ name: t('machine.defaultArgs'), value: <Code>{args.join(' ')}</Code> }]),
  ];
  return <Facts facts={facts} />;
}
