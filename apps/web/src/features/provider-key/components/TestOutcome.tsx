import { Group, Text, Tooltip } from '@mantine/core';
import type { ProviderKey } from '@open-ace/contracts/provider-key';
import { IconAlertTriangleFilled, IconCircleCheckFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#lib/use-format.ts';
import { useNow } from '#lib/use-now.ts';
import classes from './TestOutcome.module.css';

const icons = { ok: IconCircleCheckFilled, failed: IconAlertTriangleFilled } as const;

/** How the last test ended, and when that was. */
export function TestOutcome({ test }: { test: ProviderKey['test'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  if (!test) {
    return (
      <Text span inherit c="dimmed">
        {t('providerKey.notTested')}
      </Text>
    );
  }
  const Icon = icons[test.outcome];
  return (
    <Tooltip multiline maw={320} label={`${format.agoPhrase(test.at, now)}: ${test.message}`}>
      <Group gap={6} wrap="nowrap" component="span" display="inline-flex" className={classes.health} data-outcome={test.outcome}>
        <Icon size={15} aria-hidden />
        <Text span inherit c="var(--ace-text)">
          {t(`providerKey.outcome.${test.outcome}`)}
        </Text>
      </Group>
    </Tooltip>
  );
}
