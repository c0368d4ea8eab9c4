import { Text, Tooltip } from '@mantine/core';
import type { Session } from '@open-ace/contracts/session';
import type { TFunction } from 'i18next';
import type { Format } from '#lib/format.ts';
import { ToolLabel } from '#modules/tool/ToolMark.tsx';
import { Ago } from '#ui/Ago.tsx';
import type { Column } from '#ui/DataTable.tsx';
import { Figure } from '#ui/Figure.tsx';
import { Unknown } from '#ui/Unknown.tsx';
import { tokensOf } from '../session-usage.ts';
import { SessionState } from './SessionState.tsx';

/** There when asked for: there is no room for all of them. */
export const hiddenAtFirst = ['folder', 'model', 'created'];

/** The last part tells folders apart; the whole path is on hover and in the drawer. */
const folderName = (path: string) => path.split(/[/\\]/).filter(Boolean).at(-1) ?? path;

export function sessionColumns(t: TFunction, format: Format): Column<Session>[] {
  return [
    {
      key: 'title',
      header: t('session.one'),
      onPhone: 'title',
      cell: ({ title }) => (
        <Text span inherit fw={500} title={title}>
          {title}
        </Text>
      ),
    },
    {
      key: 'status',
      header: t('sessions.status'),
      width: '8.5rem',
      onPhone: 'end',
      cell: ({ status }) => <SessionState status={status} />,
    },
    {
      key: 'person',
      header: t('sessions.person'),
      width: '8rem',
      onPhone: 'detail',
      cell: ({ owner }) => owner.displayName || <Unknown />,
    },
    { key: 'tool', header: t('session.tool'), width: '8.25rem', hideBelow: 46, cell: ({ tool }) => <ToolLabel tool={tool} /> },
    {
      key: 'machine',
      header: t('session.machine'),
      width: '8rem',
      hideBelow: 52,
      onPhone: 'detail',
      cell: ({ machine }) => <span title={machine.name}>{machine.name || <Unknown />}</span>,
    },
    {
      key: 'folder',
      header: t('session.folder'),
      width: '8rem',
      hideBelow: 64,
      cell: ({ cwd }) => (
        <Tooltip label={cwd}>
          <span>{folderName(cwd)}</span>
        </Tooltip>
      ),
    },
    {
      key: 'model',
      header: t('session.model'),
      width: '10rem',
      hideBelow: 64,
      cell: ({ model }) => (model ? <span title={model}>{model}</span> : <Unknown reason={t('session.ownModel')} />),
    },
    {
      key: 'tokens',
      header: t('session.tokensLabel'),
      width: '5.5rem',
      align: 'end',
      hideBelow: 40,
      cell: ({ usage }) => <Figure value={tokensOf(usage)} unit={t('session.tokens')} />,
    },
    {
      key: 'cost',
      header: t('session.cost'),
      width: '5.5rem',
      align: 'end',
      hideBelow: 52,
      onPhone: 'detail',
      phoneCell: ({ usage }) => (usage.costUsd === null ? null : format.usd(usage.costUsd)),
      cell: (session) => <SessionCost session={session} t={t} format={format} />,
    },
    {
      key: 'created',
      header: t('session.started'),
      width: '6.5rem',
      align: 'end',
      hideBelow: 64,
      cell: ({ createdAt }) => <Ago date={createdAt} />,
    },
    {
      key: 'activity',
      header: t('sessions.lastActivity'),
      width: '7.5rem',
      align: 'end',
      hideBelow: 40,
      onPhone: 'detail',
      cell: ({ lastActivityAt }) => <Ago date={lastActivityAt} />,
    },
  ];
}

/** By list prices; what has no price has no cost. */
export function SessionCost({ session: { usage }, t, format }: { session: Session; t: TFunction; format: Format }) {
  if (usage.costUsd === null) return <Unknown reason={usage.requests === 0 ? t('session.noRequestYet') : t('session.noPrice')} />;
  return (
    <Tooltip label={t('session.costHelp')}>
      <Text span inherit className="tabular">
        {format.usd(usage.costUsd)}
      </Text>
    </Tooltip>
  );
}
