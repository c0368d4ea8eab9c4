import { Group, Text } from '@mantine/core';
import type { AuditEntry } from '@open-ace/contracts/audit';
import type { TFunction } from 'i18next';
import { Ago } from '#ui/Ago.tsx';
import type { Column } from '#ui/DataTable.tsx';
import { Unknown } from '#ui/Unknown.tsx';
import { OutcomeMark } from './OutcomeMark.tsx';

/** Who did it; nobody is known before a sign-in succeeds. */
export function actorLabel(entry: AuditEntry, t: TFunction): string {
  return entry.actorName || t(`audit.actor.${entry.actorKind}`);
}

export function auditColumns(t: TFunction): Column<AuditEntry>[] {
  return [
    {
      key: 'action',
      header: t('audit.column.action'),
      width: 'clamp(12rem, 24cqi, 18rem)',
      onPhone: 'title',
      cell: (entry) => (
        <Text span fw={500}>
          {t(`audit.action.${entry.action}`)}
        </Text>
      ),
    },
    {
      key: 'resource',
      header: t('audit.column.resource'),
      hideBelow: 40,
      onPhone: 'detail',
      phoneCell: (entry) => (entry.resourceName === entry.actorName ? null : entry.resourceName || null),
      cell: (entry) => entry.resourceName || <Unknown reason={t('value.none')} />,
    },
    {
      key: 'actor',
      header: t('audit.column.actor'),
      onPhone: 'detail',
      cell: (entry) => (
        <Group gap={6} wrap="nowrap" component="span" display="inline-flex" c={entry.actorName ? undefined : 'dimmed'}>
          {actorLabel(entry, t)}
        </Group>
      ),
    },
    {
      key: 'outcome',
      header: t('audit.column.outcome'),
      width: '8rem',
      onPhone: 'end',
      cell: (entry) => <OutcomeMark outcome={entry.outcome} />,
    },
    {
      key: 'address',
      header: t('audit.column.address'),
      width: '11rem',
      hideBelow: 64,
      cell: (entry) => entry.address || <Unknown />,
    },
    {
      key: 'at',
      header: t('audit.column.at'),
      width: '7.5rem',
      align: 'end',
      onPhone: 'detail',
      cell: (entry) => <Ago date={entry.at} />,
    },
  ];
}
