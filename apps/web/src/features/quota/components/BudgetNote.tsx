import { Text } from '@mantine/core';
import type { QuotaMetric } from '@open-ace/contracts/quota';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#lib/use-format.ts';

/** What a budget does, in a line, and what is special about dollars. */
export function BudgetNote({ metric }: { metric: QuotaMetric }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Text size="xs" c="dimmed">
      {format.sentences([t('quota.whatHappens'), metric === 'usd' && t('quota.usdNote')])}
    </Text>
  );
}
