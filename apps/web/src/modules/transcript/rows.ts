import type { Image } from '@open-ace/contracts/session-events';
import type { PermissionItem, TranscriptItem, UserItem } from './items.ts';
import { toolKind } from './tool-kind.ts';
import type { Transcript } from './transcript.ts';

/** A message on its way: not in the transcript yet. */
export interface PendingMessage {
  id: string;
  /** Epoch milliseconds. */
  at: number;
  text: string;
  images: readonly Image[];
  /** Kept by the server until the session is resumed. */
  held: boolean;
}

export interface ItemRow {
  kind: 'item';
  key: string;
  item: TranscriptItem;
  /** Whether the author stands above it: at the first words of a turn, and after a while. */
  lead: boolean;
  /** For a tool call: the decided request to let it run. */
  request: PermissionItem | null;
}

export type Row =
  | ItemRow
  /** A message that the CLI takes once the running turn has ended. */
  | { kind: 'queued'; key: string; item: UserItem }
  | { kind: 'pending'; key: string; message: PendingMessage }
  /** The agent works and says nothing at the moment; since when, epoch milliseconds. */
  | { kind: 'working'; key: string; since: number };

const longSilence = 5 * 60_000;

/** The requests for tool calls, by the calls. Until one is decided it stands for its call; then the call stands for it. */
function requestsOf(items: readonly TranscriptItem[]): Map<string, PermissionItem> {
  const requests = new Map<string, PermissionItem>();
  for (const item of items) if (item.kind === 'permission' && item.toolCallId !== null) requests.set(item.toolCallId, item);
  return requests;
}

function isShown(item: TranscriptItem, requests: ReadonlyMap<string, PermissionItem>, { places }: Transcript): boolean {
  if (item.kind === 'tool') {
    // Plans are shown as plans, not as the calls that write them.
    const asPlan = toolKind(item.name, item.told) === 'plan' && item.status !== 'failed';
    return !asPlan && requests.get(item.toolCallId)?.decision !== null;
  }
  if (item.kind === 'permission') return item.decision === null || item.toolCallId === null || !places.has(`tool:${item.toolCallId}`);
  return item.kind !== 'notice' || item.text !== '';
}

/** What the list shows, from top to bottom. */
export function rowsOf(transcript: Transcript, pending: readonly PendingMessage[]): Row[] {
  const { settled, streams, queued, turnStartedAt } = transcript;
  const requests = requestsOf(settled);
  const rows: Row[] = [];
  let saidAt: number | null = null;
  for (const item of [...settled, ...streams]) {
    if (!isShown(item, requests, transcript)) continue;
    if (item.kind === 'user' || item.kind === 'process-start') saidAt = null;
    const lead: boolean = item.kind === 'message' && (saidAt === null || item.at - saidAt > longSilence);
    if (lead) saidAt = item.at;
    const request = item.kind === 'tool' ? (requests.get(item.toolCallId) ?? null) : null;
    rows.push({ kind: 'item', key: item.key, item, lead, request });
  }
  const waits = [...requests.values()].some(({ decision }) => decision === null);
  if (turnStartedAt !== null && !waits && isQuiet(rows.at(-1))) rows.push({ kind: 'working', key: 'working', since: turnStartedAt });
  for (const item of queued)
    rows.push(
      turnStartedAt === null ? { kind: 'item', key: item.key, item, lead: false, request: null } : { kind: 'queued', key: item.key, item },
    );
  for (const message of pending) rows.push({ kind: 'pending', key: `pending:${message.id}`, message });
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

/**
 * A first guess in pixels; the list measures what it draws. It does not remember a size that is as guessed, and the guess changes with
 * the row: so no guess may be what is measured.
 */
export const estimateHeight = (row: Row | undefined): number => guess(row) + 0.137;

function guess(row: Row | undefined): number {
  if (row?.kind !== 'item') return 40;
  const { item, lead } = row;
  switch (item.kind) {
    case 'user':
      return 24 + lineHeight * Math.min(24, Math.ceil(item.text.length / 90 + 0.5));
    case 'message':
      return (lead ? 24 : 4) + lineHeight * Math.ceil(item.text.length / 90 + 0.5);
    case 'tool':
      return 34 + Math.min(14, item.output === '' ? 0 : item.output.split('\n', 14).length) * 18;
    case 'permission':
      return item.decision === null ? 190 : 34;
    default:
      return 24;
  }
}
