import { Badge, Group, Text } from '@mantine/core';
import type { Machine } from '@open-ace/contracts/machine';
import type { TFunction } from 'i18next';
import { Presence } from '#modules/machine/Presence.tsx';
import { Ago } from '#ui/Ago.tsx';
import type { Column } from '#ui/DataTable.tsx';
import { Unknown } from '#ui/Unknown.tsx';
import type { MachineSort } from '../machine-view.ts';
import classes from './machine-columns.module.css';
import { ToolChips } from './ToolChips.tsx';
import { VitalMeters, VitalSummary } from './VitalMeters.tsx';

export function machineColumns(t: TFunction): Column<Machine, MachineSort>[] {
  return [
    {
      key: 'machine',
      header: t('machine.one'),
      sort: 'name',
      onPhone: 'title',
      phoneCell: (machine) => machine.name,
      cell: (machine) => <MachineName machine={machine} t={t} />,
    },
    {
      key: 'status',
      header: t('machine.status'),
      width: '8.25rem',
      sort: 'seenAt',
      onPhone: 'end',
      cell: (machine) => <PresenceSince machine={machine} />,
    },
    {
      key: 'vitals',
      header: t('machine.load'),
      width: '14.75rem',
      hideBelow: 40,
      onPhone: 'detail',
      phoneCell: (machine) => (machine.status === 'online' && machine.vitals ? <VitalSummary machine={machine} /> : machine.os || null),
      cell: (machine) => <VitalMeters machine={machine} />,
    },
    {
      key: 'tools',
      header: t('machine.tools'),
      // Of the table itself, so that an open drawer narrows it too: below 60 rem versions step back.
      width: 'clamp(8.5rem, 60cqi - 21rem, 22rem)',
      cell: (machine) => <ToolChips tools={machine.tools} />,
    },
    {
      key: 'sessions',
      header: t('machine.sessions'),
      width: '6rem',
      align: 'end',
      sort: 'openSessions',
      hideBelow: 46,
      onPhone: 'detail',
      phoneCell: ({ openSessions }) => (openSessions > 0 ? t('machine.sessionCount', { count: openSessions }) : null),
      cell: (machine) => <span className="tabular">{machine.openSessions}</span>,
    },
    {
      key: 'owner',
      header: t('machine.owner'),
      width: '9rem',
      sort: 'owner',
      hideBelow: 64,
      cell: (machine) => machine.owner.displayName || <Unknown />,
    },
  ];
}

/** With what runs it on a second line: what one looks for is the name. */
function MachineName({ machine: { name, local, os, agentVersion }, t }: { machine: Machine; t: TFunction }) {
  const system = [os, agentVersion && t('machine.agentIs', { version: agentVersion })].filter(Boolean).join(' · ');
  return (
    <>
      <Group gap={8} wrap="nowrap">
        <Text span fw={500} truncate>
          {name}
        </Text>
        {local && <Badge className={classes.local}>{t('machine.local')}</Badge>}
      </Group>
      <Text span display="block" c="dimmed" size="xs" truncate title={system}>
        {system || <Unknown />}
      </Text>
    </>
  );
}

/** One that is there was seen just now; of one that is away it matters since when. */
function PresenceSince({ machine: { status, seenAt } }: { machine: Machine }) {
  return (
    <Group gap={6} wrap="nowrap" component="span" display="inline-flex">
      <Presence status={status} />
      {status === 'offline' && seenAt && (
        <Text span size="xs" c="dimmed">
          <Ago date={seenAt} />
        </Text>
      )}
    </Group>
  );
}

export function LastSeen({ machine }: { machine: Machine }) {
  return machine.seenAt ? <Ago date={machine.seenAt} /> : <Unknown />;
}
