import type { TranscriptItem } from './items.ts';
import { toolKind } from './tool-kind.ts';
import type { Transcript } from './transcript.ts';

/** A message on its way: not in the transcript yet. */
export interface PendingMessage {
  id: string;
  /** Epoch milliseconds. */
  at: number;
  text: string;
}

export interface ItemRow {
  kind: 'item';
  key: string;
  item: TranscriptItem;
  /** Whether the author stands above it: at the first words of a turn, and after a while. */
  lead: boolean;
}

export type Row =
  | ItemRow
  | { kind: 'pending'; key: string; message: PendingMessage }
  /** The agent works and says nothing at the moment; since when, epoch milliseconds. */
  | { kind: 'working'; key: string; since: number };

const longSilence = 5 * 60_000;

/** Plans are shown as plans, not as the tool calls that write them; a decided request gives way to what it was for. */
function isShown(item: TranscriptItem): boolean {
  if (item.kind === 'tool') return toolKind(item.name) !== 'plan' || item.status === 'failed';
  return item.kind !== 'notice' || item.text !== '';
}

/** What the list shows, from top to bottom. */
export function rowsOf({ settled, streams, turnStartedAt }: Transcript, pending: readonly PendingMessage[]): Row[] {
  const rows: Row[] = [];
  let saidAt: number | null = null;
  for (const item of [...settled, ...streams]) {
    if (!isShown(item)) continue;
    if (item.kind === 'user' || item.kind === 'process-start') saidAt = null;
    const lead: boolean = item.kind === 'message' && (saidAt === null || item.at - saidAt > longSilence);
    if (lead) saidAt = item.at;
    rows.push({ kind: 'item', key: item.key, item, lead });
  }
  for (const message of pending) rows.push({ kind: 'pending', key: `pending:${message.id}`, message });
  if (turnStartedAt !== null && isQuiet(rows.at(-1))) rows.push({ kind: 'working', key: 'working', since: turnStartedAt });
  return rows;
}

/** Something that moves or waits for the reader says enough by itself. */
function isQuiet(last: Row | undefined): boolean {
  if (last?.kind !== 'item') return true;
  const { item } = last;
  if (item.kind === 'message' || item.kind === 'thought') return !item.streaming;
  if (item.kind === 'permission') return item.decision !== null;
  return !(item.kind === 'tool' && item.status === 'running') && item.kind !== 'notice';
}

const lineHeight = 20;

/** A first guess in pixels; the list measures what it draws. */
export function estimateHeight(row: Row | undefined): number {
  if (row?.kind !== 'item') return 40;
  const { item, lead } = row;
  switch (item.kind) {
    case 'user':
    case 'message':
      return (lead || item.kind === 'user' ? 24 : 4) + lineHeight * Math.ceil(item.text.length / 90 + 0.5);
    case 'tool':
      return 34 + Math.min(14, item.output === '' ? 0 : item.output.split('\n', 14).length) * 18;
    case 'permission':
      return item.decision === null ? 190 : 34;
    default:
      return 24;
  }
}
