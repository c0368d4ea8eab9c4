import { Text, Tooltip } from '@mantine/core';
import type { UsageTotals } from '@open-ace/contracts/usage';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#lib/use-format.ts';
import { costOf } from '#modules/usage/figures.ts';
import { Unknown } from '#ui/Unknown.tsx';

/** A cost, with what it leaves out on hover; what has no price has no cost. */
export function CostCell({ totals }: { totals: UsageTotals }) {
  const { t } = useTranslation();
  const format = useFormat();
  const cost = costOf(totals);
  if (cost === null) {
    return (
      <Tooltip label={t('usage.noPrice')}>
        <span>
          <Unknown reason={t('usage.noPrice')} />
        </span>
      </Tooltip>
    );
  }
  const label = [
    t('usage.note.billed', { cost: format.usd(totals.billedUsd) }),
    ...(totals.unpricedRequests > 0 ? [t('usage.note.unpriced', { count: totals.unpricedRequests })] : []),
  ].join(', ');
  return (
    <Tooltip label={label}>
      <Text span inherit className="tabular">
        {format.usd(cost)}
      </Text>
    </Tooltip>
  );
}
