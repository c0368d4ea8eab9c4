import { Badge, Group, Text, Tooltip } from '@mantine/core';
import type { Machine, MachineTool } from '@open-ace/contracts/machine';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { Presence } from '#modules/machine/Presence.tsx';
import { ToolMark } from '#modules/tool/ToolMark.tsx';
import { Ago } from '#ui/Ago.tsx';
import type { Column } from '#ui/DataTable.tsx';
import { Unknown } from '#ui/Unknown.tsx';
import type { MachineSort } from '../machine-view.ts';
import classes from './machine-columns.module.css';

export function machineColumns(t: TFunction): Column<Machine, MachineSort>[] {
  return [
    {
      key: 'machine',
      header: t('machine.one'),
      sort: 'name',
      onPhone: 'title',
      phoneCell: (machine) => machine.name,
      cell: (machine) => (
        <Group gap={8} wrap="nowrap">
          <Text span fw={500} truncate className={classes.name}>
            {machine.name}
          </Text>
          {machine.local && <Badge className={classes.local}>{t('machine.local')}</Badge>}
          <Text span c="dimmed" size="xs" truncate className={classes.system}>
            {machine.os}
          </Text>
        </Group>
      ),
    },
    {
      key: 'status',
      header: t('machine.status'),
      width: '7rem',
      onPhone: 'end',
      cell: (machine) => <Presence status={machine.status} />,
    },
    {
      key: 'tools',
      header: t('machine.tools'),
      // Of the table itself, so that an open drawer narrows it too.
      width: 'clamp(8rem, 29cqi, 21rem)',
      hideBelow: 40,
      cell: (machine) => <Tools tools={machine.tools} t={t} />,
    },
    {
      key: 'owner',
      header: t('machine.owner'),
      width: '9rem',
      sort: 'owner',
      hideBelow: 52,
      onPhone: 'detail',
      cell: (machine) => machine.owner.displayName || <Unknown />,
    },
    {
      key: 'sessions',
      header: t('machine.sessions'),
      width: '6rem',
      align: 'end',
      sort: 'openSessions',
      hideBelow: 52,
      onPhone: 'detail',
      phoneCell: (machine) => t('machine.sessionCount', { count: machine.openSessions }),
      cell: (machine) => <span className="tabular">{machine.openSessions}</span>,
    },
    {
      key: 'agent',
      header: t('machine.agent'),
      width: '6.5rem',
      hideBelow: 64,
      cell: (machine) => <span className="tabular">{machine.agentVersion || <Unknown />}</span>,
    },
    {
      key: 'seen',
      header: t('machine.lastSeen'),
      width: '7.5rem',
      align: 'end',
      sort: 'seenAt',
      onPhone: 'detail',
      cell: (machine) => <LastSeen machine={machine} />,
    },
  ];
}

export function LastSeen({ machine }: { machine: Machine }) {
  return machine.seenAt ? <Ago date={machine.seenAt} /> : <Unknown />;
}

/** With more, their versions are on the marks alone. */
const withVersions = 2;

/** Marks with versions; a version that Open ACE was not tested with says so. */
function Tools({ tools, t }: { tools: readonly MachineTool[]; t: TFunction }) {
  if (tools.length === 0) return <Unknown reason={t('machine.noTools')} />;
  return (
    <Group gap={10} wrap="nowrap" className={classes.tools}>
      {tools.map(({ tool, version, tested }) => (
        <Group key={tool} gap={5} wrap="nowrap" component="span" display="inline-flex">
          <ToolMark tool={tool} note={version} />
          {tools.length <= withVersions && (
            <Text span inherit size="xs" c="dimmed" className={`tabular ${classes.version}`}>
              {version}
            </Text>
          )}
          {!tested && (
            <Tooltip label={t('machine.notTested')}>
              <IconAlertTriangle size={13} className={classes.warning} role="img" aria-label={t('machine.notTested')} />
            </Tooltip>
          )}
        </Group>
      ))}
    </Group>
  );
}
