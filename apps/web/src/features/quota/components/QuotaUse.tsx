import { Group, Text, Tooltip } from '@mantine/core';
import type { Quota } from '@open-ace/contracts/quota';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#lib/use-format.ts';
import { amountWords, exactWords, figureOf, shareWords } from '../quota-words.ts';
import { standingOf } from '../standing.ts';
import { QuotaBar } from './QuotaBar.tsx';
import { QuotaState } from './QuotaState.tsx';
import classes from './QuotaUse.module.css';

/** How much of a budget is used: figure, bar and word. */
export function QuotaUse({ quota }: { quota: Quota }) {
  const { t } = useTranslation();
  const format = useFormat();
  const standing = standingOf(quota);
  if (!standing) {
    return (
      <Text span inherit c="dimmed">
        {t('quota.eachSession')}
      </Text>
    );
  }
  const { used, held, usedShare, state } = standing;
  const exact = [
    exactWords(quota.metric, used, t, format),
    ...(held > 0 ? [t('quota.heldBy', { amount: amountWords(quota.metric, held, t, format) })] : []),
  ].join(', ');
  return (
    <Tooltip label={exact}>
      <div className={classes.use}>
        <Group gap={6} wrap="nowrap" className="tabular">
          <Text span inherit>
            {figureOf(quota.metric, used, format)}
          </Text>
          <Text span inherit c="dimmed">
            {shareWords(usedShare, format)}
          </Text>
          <Text span size="xs" ml="auto" truncate>
            <QuotaState state={state} />
          </Text>
        </Group>
        <QuotaBar standing={standing} />
      </div>
    </Tooltip>
  );
}
