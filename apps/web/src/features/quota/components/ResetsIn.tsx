import { Text, Tooltip } from '@mantine/core';
import type { Quota } from '@open-ace/contracts/quota';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#lib/use-format.ts';
import { useNow } from '#lib/use-now.ts';

/** When a budget begins anew: in how long, and exactly on hover. */
export function ResetsIn({ quota: { resetsAt }, phrase }: { quota: Quota; phrase?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  if (!resetsAt) {
    return (
      <Text span inherit c="dimmed">
        {t('quota.withSession')}
      </Text>
    );
  }
  const wait = format.duration(Math.max(60_000, Date.parse(resetsAt) - now));
  return (
    <Tooltip label={format.exactTime(resetsAt)}>
      <Text component="time" inherit dateTime={resetsAt} className="tabular">
        {phrase ? t('quota.resetsInPhrase', { wait }) : t('quota.resetsIn', { wait })}
      </Text>
    </Tooltip>
  );
}
