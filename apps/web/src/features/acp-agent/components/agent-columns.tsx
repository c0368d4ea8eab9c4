import { Text, Tooltip } from '@mantine/core';
import type { AcpAgent } from '@open-ace/contracts/acp-agent';
import type { MachinePage } from '@open-ace/contracts/machine';
import { IconAlertTriangleFilled } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { ToolMark } from '#modules/tool/ToolMark.tsx';
import type { Column } from '#ui/DataTable.tsx';
import { Unknown } from '#ui/Unknown.tsx';
import { testedWords } from '../agent-words.ts';
import { foundOn } from '../found-on.ts';
import classes from './agent-columns.module.css';

export function agentColumns(t: TFunction, machines: MachinePage | undefined): Column<AcpAgent>[] {
  return [
    {
      key: 'name',
      header: t('acpAgent.name'),
      onPhone: 'title',
      phoneCell: ({ name }) => name,
      cell: (agent) => (
        <span className={classes.agent}>
          <ToolMark tool={agent.id} />
          <span className={classes.name} title={agent.name}>
            {agent.name}
          </span>
          <CaveatMark caveat={agent.caveat} t={t} />
        </span>
      ),
    },
    { key: 'id', header: t('acpAgent.id'), width: '8.5rem', hideBelow: 52, cell: ({ id }) => <Words text={id} /> },
    {
      key: 'program',
      header: t('acpAgent.program'),
      width: '8rem',
      onPhone: 'detail',
      phoneCell: ({ program }) => program,
      cell: ({ program }) => (
        <Text span inherit ff="monospace" size="xs" truncate title={program}>
          {program}
        </Text>
      ),
    },
    { key: 'door', header: t('acpAgent.door'), width: '6.5rem', onPhone: 'detail', cell: ({ vendor }) => t(`acpAgent.door.${vendor}`) },
    {
      key: 'modes',
      header: t('acpAgent.modes'),
      width: '11.5rem',
      hideBelow: 46,
      cell: ({ modes }) => <Words text={modes.map(({ mode }) => t(`session.mode.${mode}`)).join(t('acpAgent.comma'))} />,
    },
    {
      key: 'tested',
      header: t('acpAgent.tested'),
      width: '11rem',
      hideBelow: 64,
      cell: ({ tested }) => <Words text={testedWords(tested, t)} otherwise={t('acpAgent.testedByNobody')} />,
    },
    {
      key: 'package',
      header: t('acpAgent.package'),
      hideBelow: 64,
      cell: (agent) => <Words text={agent.package} otherwise={t('acpAgent.noPackage')} />,
    },
    {
      key: 'machines',
      header: t('acpAgent.machines'),
      width: '6.5rem',
      align: 'end',
      onPhone: 'end',
      phoneCell: ({ id, caveat }) => (
        <span className={classes.end}>
          <CaveatMark caveat={caveat} t={t} />
          {machines && t('acpAgent.foundOn', { machines: machinesText(machines, id, t) })}
        </span>
      ),
      cell: ({ id }) => (machines ? <span className="tabular">{machinesText(machines, id, t)}</span> : <Unknown />),
    },
  ];
}

function Words({ text, otherwise }: { text: string; otherwise?: string }) {
  if (text === '') return <Unknown {...(otherwise !== undefined && { reason: otherwise })} />;
  return (
    <Text span inherit c="dimmed" truncate title={text}>
      {text}
    </Text>
  );
}

/** On how many it is, of how many that were counted. */
function machinesText({ items, nextCursor }: MachinePage, agentId: string, t: TFunction): string {
  const there = foundOn(items, agentId).filter(({ tool }) => tool !== null).length;
  return t(nextCursor === null ? 'acpAgent.onMachines' : 'acpAgent.onMachinesOfFirst', { there, all: items.length });
}

function CaveatMark({ caveat, t }: { caveat: string; t: TFunction }) {
  if (caveat === '') return null;
  return (
    <Tooltip multiline maw={320} label={caveat}>
      <IconAlertTriangleFilled size={14} className={classes.caveat} role="img" aria-label={t('acpAgent.caveatIs', { caveat })} />
    </Tooltip>
  );
}
