import { memo } from 'react';
import { EndLine, ErrorCard, ModeLine, ModelLine, NoticeLine, PlanCard, StartLine, TurnEndLine, Working } from './Lines.tsx';
import { AgentMessage, OwnMessage, PendingUserMessage, QueuedMessage, Thought } from './Messages.tsx';
import { PermissionCard } from './PermissionCard.tsx';
import type { ItemRow, Row } from './rows.ts';
import { ToolCard } from './ToolCard.tsx';

/** Drawn anew only when its item is another: rows are rebuilt with every batch, items are not. */
export const TranscriptRow = memo(
  function TranscriptRow({ row }: { row: Row }) {
    if (row.kind === 'pending') return <PendingUserMessage message={row.message} />;
    if (row.kind === 'queued') return <QueuedMessage item={row.item} />;
    if (row.kind === 'working') return <Working since={row.since} />;
    return <Item row={row} />;
  },
  ({ row: before }, { row: now }) => {
    if (before.kind === 'item' && now.kind === 'item')
      return before.item === now.item && before.lead === now.lead && before.request === now.request;
    return before.kind === now.kind && before.key === now.key;
  },
);

function Item({ row: { item, lead, request } }: { row: ItemRow }) {
  switch (item.kind) {
    case 'user':
      return <OwnMessage item={item} />;
    case 'message':
      return <AgentMessage item={item} lead={lead} />;
    case 'thought':
      return <Thought item={item} />;
    case 'tool':
      return <ToolCard item={item} request={request} />;
    case 'permission':
      return <PermissionCard item={item} />;
    case 'plan':
      return <PlanCard item={item} />;
    case 'notice':
      return <NoticeLine item={item} />;
    case 'error':
      return <ErrorCard item={item} />;
    case 'turn-end':
      return <TurnEndLine item={item} />;
    case 'model':
      return <ModelLine at={item.at} model={item.model} />;
    case 'mode':
      return <ModeLine at={item.at} mode={item.permissionMode} />;
    case 'process-start':
      return <StartLine item={item} />;
    case 'process-end':
      return <EndLine item={item} />;
  }
}
