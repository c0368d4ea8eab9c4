import { Text, Tooltip } from '@mantine/core';
import type { Quota } from '@open-ace/contracts/quota';
import type { TFunction } from 'i18next';
import type { Format } from '#lib/format.ts';
import type { Column } from '#ui/DataTable.tsx';
import type { QuotaSort } from '../quota-view.ts';
import { exactWords, figureOf, shareWords, subjectName } from '../quota-words.ts';
import { standingOf } from '../standing.ts';
import { QuotaActions } from './QuotaActions.tsx';
import { QuotaState } from './QuotaState.tsx';
import { QuotaUse } from './QuotaUse.tsx';
import { ResetsIn } from './ResetsIn.tsx';
import { SubjectName } from './SubjectName.tsx';

export function quotaColumns(t: TFunction, format: Format): Column<Quota, QuotaSort>[] {
  return [
    {
      key: 'subject',
      header: t('quota.subject'),
      sort: 'subject',
      onPhone: 'title',
      phoneCell: ({ subject }) => subjectName(subject, t),
      cell: ({ subject }) => <SubjectName subject={subject} />,
    },
    {
      key: 'metric',
      header: t('quota.metric'),
      width: '6rem',
      hideBelow: 40,
      cell: ({ metric }) => t(`quota.metric.${metric}`),
    },
    {
      key: 'period',
      header: t('quota.period'),
      width: '5.25rem',
      onPhone: 'detail',
      phoneCell: ({ metric, period }) => t(`quota.per.${period}`, { metric: t(`quota.metric.${metric}`) }),
      cell: ({ period }) => t(`quota.period.${period}`),
    },
    {
      key: 'limit',
      header: t('quota.limit'),
      width: '5.5rem',
      align: 'end',
      onPhone: 'detail',
      phoneCell: ({ metric, limit, used }) =>
        used === null
          ? figureOf(metric, limit, format)
          : t('quota.ofLimit', { used: figureOf(metric, used, format), limit: figureOf(metric, limit, format) }),
      cell: ({ metric, limit }) => (
        <Tooltip label={exactWords(metric, limit, t, format)}>
          <Text span inherit className="tabular">
            {figureOf(metric, limit, format)}
          </Text>
        </Tooltip>
      ),
    },
    {
      key: 'used',
      header: t('quota.use'),
      width: 'clamp(12.5rem, 26cqi, 18rem)',
      sort: 'share',
      onPhone: 'end',
      phoneCell: (quota) => <PhoneUse quota={quota} format={format} />,
      cell: (quota) => <QuotaUse quota={quota} />,
    },
    {
      key: 'held',
      header: t('quota.heldShort'),
      width: '6rem',
      align: 'end',
      hideBelow: 64,
      cell: ({ metric, reserved }) => (
        <Tooltip label={t('quota.heldHelp')}>
          <Text span inherit c={reserved ? undefined : 'dimmed'} className="tabular">
            {reserved === null ? null : figureOf(metric, reserved, format)}
          </Text>
        </Tooltip>
      ),
    },
    {
      key: 'refused',
      header: t('quota.refusedShort'),
      width: '5.5rem',
      align: 'end',
      hideBelow: 64,
      cell: ({ refused }) => (
        <Tooltip label={t('quota.refusedHelp')}>
          <Text span inherit c={refused ? undefined : 'dimmed'} className="tabular">
            {refused === null ? null : format.exact(refused)}
          </Text>
        </Tooltip>
      ),
    },
    {
      key: 'resets',
      header: t('quota.reset'),
      width: '8.5rem',
      align: 'end',
      sort: 'resetsAt',
      hideBelow: 52,
      onPhone: 'detail',
      cell: (quota) => <ResetsIn quota={quota} />,
    },
    {
      key: 'actions',
      header: t('quota.actions'),
      width: '4.5rem',
      align: 'end',
      cell: (quota) => <QuotaActions quota={quota} withChange />,
    },
  ];
}

/** The bar has no room there: its share and state, in the same colour. */
function PhoneUse({ quota, format }: { quota: Quota; format: Format }) {
  const standing = standingOf(quota);
  if (!standing) return null;
  return (
    <span className="tabular">
      {shareWords(standing.usedShare, format)} <QuotaState state={standing.state} />
    </span>
  );
}
