import { Text, Tooltip } from '@mantine/core';
import type { UsageEvent } from '@open-ace/contracts/usage';
import type { TFunction } from 'i18next';
import type { Format } from '#lib/format.ts';
import { ToolLabel } from '#modules/tool/ToolMark.tsx';
import { totalTokens } from '#modules/usage/figures.ts';
import type { Column } from '#ui/DataTable.tsx';
import { Unknown } from '#ui/Unknown.tsx';
import { Duration } from './Duration.tsx';
import classes from './RequestStatus.module.css';
import { RequestStatus, statusWord } from './RequestStatus.tsx';

/** All four kinds of one request. */
export const tokensOf = (event: UsageEvent) =>
  totalTokens({ ...event, requests: 1, failedRequests: 0, costUsd: 0, billedUsd: 0, unpricedRequests: 0 });

/** The last part tells folders apart; the whole path is on hover and in the drawer. */
const folderName = (path: string) => path.split(/[/\\]/).filter(Boolean).at(-1) ?? path;

export function costReason(event: UsageEvent, t: TFunction): string {
  if (event.costUsd === null) return event.status === 'settled' || event.status === 'estimated' ? t('usage.noPrice') : t('usage.noCostYet');
  return t(`usage.billing.${event.billing}`);
}

/** There when asked for: there is no room for all of them. */
export const hiddenAtFirst = ['machine', 'source', 'folder'];

export function requestColumns(t: TFunction, format: Format): Column<UsageEvent>[] {
  return [
    {
      key: 'at',
      header: t('usage.column.at'),
      width: '9.5rem',
      onPhone: 'detail',
      cell: (event) => (
        <Tooltip label={format.exactTime(event.at)}>
          <Text component="time" inherit dateTime={event.at} className="tabular">
            {format.dayTime(event.at)}
          </Text>
        </Tooltip>
      ),
    },
    {
      key: 'status',
      header: t('usage.status'),
      width: '7.5rem',
      onPhone: 'detail',
      phoneCell: (event) => (event.status === 'settled' ? null : <PhoneStatus event={event} t={t} />),
      cell: (event) => <RequestStatus event={event} />,
    },
    { key: 'tool', header: t('usage.tool'), width: '8.25rem', hideBelow: 52, cell: (event) => <ToolLabel tool={event.tool} /> },
    {
      key: 'model',
      header: t('usage.model'),
      onPhone: 'title',
      cell: (event) => (event.model ? <span title={event.model}>{event.model}</span> : <Unknown reason={t('usage.unnamedModel')} />),
    },
    {
      key: 'person',
      header: t('usage.person'),
      width: '7.5rem',
      hideBelow: 46,
      onPhone: 'detail',
      phoneCell: (event) => event.user?.displayName ?? null,
      cell: (event) => event.user?.displayName ?? <Unknown reason={t('value.none')} />,
    },
    {
      key: 'machine',
      header: t('usage.machine'),
      width: '7rem',
      hideBelow: 64,
      cell: (event) => event.machine?.name ?? <Unknown reason={t('value.none')} />,
    },
    {
      key: 'firstByte',
      header: t('usage.firstToken'),
      width: '5.75rem',
      align: 'end',
      hideBelow: 64,
      cell: ({ firstByteMs, status }) =>
        firstByteMs === null ? (
          <Unknown reason={status === 'open' ? t('usage.phase.waiting') : t('value.unknown')} />
        ) : (
          <span className="tabular">{format.latency(firstByteMs)}</span>
        ),
    },
    {
      key: 'duration',
      header: t('usage.duration'),
      width: '6rem',
      align: 'end',
      hideBelow: 40,
      cell: (event) => <Duration event={event} />,
    },
    {
      key: 'tokens',
      header: t('usage.tokens'),
      width: '5.5rem',
      align: 'end',
      onPhone: 'end',
      phoneCell: (event) => (event.status === 'refused' ? null : t('usage.shortTokens', { tokens: format.compact(tokensOf(event)) })),
      cell: (event) =>
        event.status === 'refused' ? <Unknown reason={t('value.none')} /> : <TokensCell event={event} t={t} format={format} />,
    },
    {
      key: 'cost',
      header: t('usage.cost'),
      width: '5.5rem',
      align: 'end',
      onPhone: 'end',
      phoneCell: (event) => (event.status === 'refused' ? null : format.usd(event.costUsd)),
      cell: (event) => (
        <Tooltip label={costReason(event, t)}>
          <Text span inherit className="tabular">
            {event.costUsd === null ? <Unknown reason={costReason(event, t)} /> : format.usd(event.costUsd)}
          </Text>
        </Tooltip>
      ),
    },
    {
      key: 'key',
      header: t('usage.key'),
      width: '7rem',
      hideBelow: 64,
      cell: ({ providerKey }) =>
        providerKey ? <span title={providerKey.name}>{providerKey.name}</span> : <Unknown reason={t('usage.noKey')} />,
    },
    { key: 'source', header: t('usage.source'), width: '5.75rem', hideBelow: 64, cell: (event) => t(`usage.source.${event.source}`) },
    {
      key: 'folder',
      header: t('usage.folder'),
      width: '7rem',
      hideBelow: 64,
      cell: (event) =>
        event.cwd ? (
          <Tooltip label={event.cwd}>
            <span>{folderName(event.cwd)}</span>
          </Tooltip>
        ) : (
          <Unknown />
        ),
    },
  ];
}

/** What is over and well needs no word. */
function PhoneStatus({ event, t }: { event: UsageEvent; t: TFunction }) {
  return (
    <>
      <Text span inherit className={classes.phoneStatus} data-status={event.status}>
        {statusWord(event, t)}
      </Text>{' '}
      {event.status !== 'refused' && <Duration event={event} />}
    </>
  );
}

function TokensCell({ event, t, format }: { event: UsageEvent; t: TFunction; format: Format }) {
  const kinds = (['input', 'output', 'cacheRead', 'cacheWrite'] as const).map(
    (kind) => `${t(`usage.kind.${kind}`)} ${format.exact(event[`${kind}Tokens`])}`,
  );
  return (
    <Tooltip label={kinds.join(', ')}>
      <Text span inherit className="tabular">
        {format.compact(tokensOf(event))}
      </Text>
    </Tooltip>
  );
}
