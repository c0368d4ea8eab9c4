import { expect, vi } from 'vitest';
import type { SessionUpdate } from '../../../packages/contracts/src/session.ts';
import type { SessionEvent } from '../../../packages/contracts/src/session-events.ts';
import type { UsageEvent } from '../../../packages/contracts/src/usage.ts';
import type { AccountEntry } from '../../../packages/testkit/fake-llm/server.d.mts';
import { patiently, type StackSession } from './stack-session.ts';
import type { ToolStack } from './tool-stack.ts';

const figures = ['inputTokens', 'outputTokens', 'cacheReadTokens', 'cacheWriteTokens'] as const;
type Figures = Record<(typeof figures)[number] | 'requests', number>;

const sum = (parts: readonly Figures[]): Figures => ({
  inputTokens: parts.reduce((total, part) => total + part.inputTokens, 0),
  outputTokens: parts.reduce((total, part) => total + part.outputTokens, 0),
  cacheReadTokens: parts.reduce((total, part) => total + part.cacheReadTokens, 0),
  cacheWriteTokens: parts.reduce((total, part) => total + part.cacheWriteTokens, 0),
  requests: parts.reduce((total, part) => total + part.requests, 0),
});

const only = ({ inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, requests }: Figures): Figures => ({
  inputTokens,
  outputTokens,
  cacheReadTokens,
  cacheWriteTokens,
  requests,
});

/** Where the provider's account and the ledger stood. */
export interface Mark {
  readonly account: number;
  readonly asked: number;
  readonly totals: Figures;
}

export async function mark(on: ToolStack): Promise<Mark> {
  on.sessions.length = 0;
  return { account: on.stack.llm.account.length, asked: on.asked().length, totals: only(await on.connection.api.usage.summary.query({})) };
}

/**
 * What the sessions since a mark used is in the ledger as the provider counted it: a row for each call that came to it, exact where its
 * answer came whole, an estimate where it was cut, without tokens where there was none; and the same sums in the figures of the sessions and of all together.
 */
export async function expectExactUsage(on: ToolStack, since: Mark): Promise<void> {
  const { api } = on.connection;
  // Calls enter the figures a moment after they end; what the CLIs logged of them is known already.
  await expect.poll(async () => (await api.usage.events.query({ status: 'open' })).items, patiently).toEqual([]);
  await api.collection.run.mutate();
  const ids = on.sessions.map(({ id }) => id);
  const { items } = await api.usage.events.query({ limit: 1000 });
  const all = items.filter(({ sessionId }) => ids.includes(sessionId ?? ''));
  expect(all).toHaveLength(on.asked().length - since.asked);
  const rows = all.filter(({ status }) => status === 'settled' || status === 'estimated');
  const settled = rows.filter(({ status }) => status === 'settled');
  const unsettled = takeAway(on.stack.llm.account.slice(since.account), settled);
  expect(unsettled.filter(({ finished }) => finished)).toEqual([]);
  expect(unsettled).toHaveLength(rows.length - settled.length);

  const counted = rows.map((row) => ({ ...row, requests: 1 }));
  for (const session of on.sessions) {
    const { usage } = await session.get();
    expect(only(usage)).toEqual(sum(counted.filter(({ sessionId }) => sessionId === session.id)));
  }
  expect(only(await api.usage.summary.query({}))).toEqual(sum([since.totals, ...counted]));
}

/** The provider's answers of which no row has the very figures. One that a CLI hung up on after its last word may have a row or not. */
function takeAway(account: readonly AccountEntry[], rows: readonly UsageEvent[]): AccountEntry[] {
  const left = [...account].sort((a, b) => Number(b.finished) - Number(a.finished));
  for (const { inputTokens, outputTokens, cacheReadTokens } of rows) {
    const figures = { input: inputTokens, output: outputTokens, cacheRead: cacheReadTokens };
    const at = left.findIndex(
      ({ usage }) => usage.input === inputTokens && usage.output === outputTokens && usage.cacheRead === cacheReadTokens,
    );
    expect(at, `an answer of the provider with ${JSON.stringify(figures)}`).not.toBe(-1);
    left.splice(at, 1);
  }
  return left;
}

/** Pieces are of use until the whole is there. */
function withoutPieces(updates: readonly SessionUpdate[]): SessionUpdate[] {
  const wholes = new Set(updates.flatMap(({ event }) => (event.type === 'message' || event.type === 'thought' ? [event.itemId] : [])));
  return updates.filter(({ event }) => !(isPiece(event) && wholes.has(event.itemId)));
}

type Piece = Extract<SessionEvent, { itemId: string }>;
const isPiece = (event: SessionEvent): event is Piece => event.type === 'message_delta' || event.type === 'thought_delta';

/** Who followed a session from its beginning, through every break, knows what one does who reads it now; and each thing in it happens once. */
export async function expectSoundTranscript(session: StackSession): Promise<void> {
  const { follower } = session;
  const late = session.connection.follow(session.id);
  // What its machine tells last may be on its way.
  await vi.waitFor(() => expect(withoutPieces(late.updates)).toEqual(withoutPieces(follower.updates)), patiently);
  await Promise.all([late.close(), follower.close()]);
  for (const { updates } of [late, follower]) {
    const numbers = updates.map(({ seq }) => seq);
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    expect(numbers[0]).toBe(1);
  }
  expect(faultsIn(session.events())).toEqual([]);
  expect(session.of('user_message').map(({ text }) => text)).toEqual(session.said);
}

/** What an event begins, and what it ends. */
function spanOf(event: SessionEvent, turn: number): { begins?: string; ends?: string } {
  switch (event.type) {
    case 'turn_started':
      return { begins: `turn ${turn}` };
    case 'turn_ended':
      return { ends: `turn ${turn}` };
    case 'tool_call':
      return { begins: `tool call ${event.toolCallId}` };
    case 'tool_result':
      return { ends: `tool call ${event.toolCallId}` };
    case 'permission_request':
      return { begins: `request ${event.requestId}` };
    case 'permission_resolved':
      return { ends: `request ${event.requestId}` };
    case 'message':
    case 'thought':
      return { begins: `${event.type} ${event.itemId}`, ends: `${event.type} ${event.itemId}` };
    default:
      return {};
  }
}

/** What began twice, outlived its turn or its process, or ended without having begun. */
function faultsIn(events: readonly SessionEvent[]): string[] {
  const faults: string[] = [];
  const known = new Set<string>();
  const open = new Set<string>();
  /** Closed with its process, also where its machine closes it a moment later. */
  const left = new Set<string>();
  let turn = 0;
  for (const event of events) {
    if (event.type === 'turn_started') turn += 1;
    const { begins, ends } = spanOf(event, turn);
    if (begins !== undefined) {
      if (known.has(begins)) faults.push(`${begins} begins twice`);
      known.add(begins);
      open.add(begins);
    }
    if (ends !== undefined && !open.delete(ends) && !left.delete(ends)) faults.push(`${ends} ends without a beginning`);
    if (event.type === 'turn_ended') faults.push(...[...open].map((key) => `${key} outlives its turn`));
    if (event.type !== 'process_ended') continue;
    for (const key of open) left.add(key);
    open.clear();
  }
  return [...faults, ...[...open].map((key) => `${key} does not end`)];
}
