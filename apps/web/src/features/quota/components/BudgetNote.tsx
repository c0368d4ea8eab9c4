import { Text } from '@mantine/core';
import type { UsageMetric } from '@open-ace/contracts/usage';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#lib/use-format.ts';

/** What a budget does, in a line, and what is special about dollars. */
export function BudgetNote({ metric }: { metric: UsageMetric }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Text size="xs" c="dimmed">
      {format.sentences([t('quota.whatHappens'), metric === 'usd' && t('quota.usdNote')])}
    </Text>
  );
}
