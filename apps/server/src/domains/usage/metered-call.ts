import { currentTenant } from '#domains/tenant';
import type { Ctx } from '#platform/context';
import { afterTx, inTx, type Tx } from '#platform/db/tx';
import { newId } from '#platform/ids';
import { nearestMatch } from './match.ts';
import { costNano, priceVersion } from './prices.ts';
import { insertOpenRows, ledger, type NewUsageClaim, type SettledUsageEvent, type UsageEventRow, usageEvents } from './repository.ts';
import { rollupChange } from './rollup.ts';
import { claimOfRow, countedRow, safeNumber, witnessOf } from './rows.ts';

/** Who calls which model from where; all that is known before the provider answers. */
export interface MeteredCall {
  userId: string;
  machineId: string;
  sessionId: string;
  toolSessionId: string;
  tool: string;
  provider: string;
  model: string;
  cwd: string;
  gitRemote: string;
  gitBranch: string;
  providerKeyId: string;
  streamed: boolean;
  holder: string;
  /** A guess at the input, which stands if nothing better comes to be known. */
  inputTokens: number;
}

export interface Tokens {
  inputTokens: number;
  outputTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
  reasoningTokens: number;
}

/** What the beginning of an answer tells. */
export interface CallBeginning {
  id: string;
  tokens: Tokens;
  matchId: string | null;
  matchWitness: string | null;
}

/** How a call ended. Without `tokens` what the open row knows stands, as an estimate. */
export interface CallEnding {
  id: string;
  status: 'settled' | 'estimated' | 'failed';
  /** The model that the provider says it was. */
  model?: string;
  tokens?: Tokens;
  matchId?: string | null;
  matchWitness?: string | null;
  httpStatus?: number | null;
  error?: string;
  firstByteMs?: number | null;
}

/*
 * Calls come many at a time and each verb costs several statements, so all three take a batch: of one tenant, in one transaction.
 */

/** Writes calls down before they are made, each under the id that it is given. Open rows count in no figure. */
export async function openCalls(ctx: Ctx, calls: (MeteredCall & { id: string })[]): Promise<void> {
  const at = ctx.clock.now();
  await insertOpenRows(
    ctx,
    calls.map((call) => ({ ...call, source: 'gateway', sourceKey: call.id, status: 'open', at, billing: 'api' })),
  );
}

/** Keeps what the beginning of an answer tells, so that a server killed in its middle still knows it. */
export async function noteCalls(ctx: Ctx, beginnings: CallBeginning[]): Promise<void> {
  await inTx(ctx, (tx) => ledger(tx).note(beginnings.map(({ tokens, ...known }) => ({ ...known, ...tokens }))));
}

const tokensOf = (row: UsageEventRow): Tokens => ({
  inputTokens: safeNumber(row.inputTokens),
  outputTokens: safeNumber(row.outputTokens),
  cacheReadTokens: safeNumber(row.cacheReadTokens),
  cacheWriteTokens: safeNumber(row.cacheWriteTokens),
  reasoningTokens: safeNumber(row.reasoningTokens),
});

function settledRow(open: UsageEventRow, ending: CallEnding, now: number): SettledUsageEvent {
  const { status, tokens = tokensOf(open), model = open.model, matchId = open.matchId, matchWitness = open.matchWitness } = ending;
  const cost = status === 'failed' ? null : costNano(open.provider, model, tokens, Number(open.at));
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, reasoningTokens } = tokens;
  return {
    id: open.id,
    status,
    model,
    matchId,
    matchWitness,
    inputTokens,
    outputTokens,
    cacheReadTokens,
    cacheWriteTokens,
    reasoningTokens,
    costNano: cost,
    priceVersion,
    endedAt: now,
    httpStatus: ending.httpStatus ?? null,
    error: ending.error ?? '',
    firstByteMs: ending.firstByteMs ?? null,
    holder: '',
  };
}

/** Ends open calls, each once: a second ending of the same call changes nothing. */
export async function settleCalls(ctx: Ctx, endings: CallEnding[]): Promise<void> {
  const { timeZone } = await currentTenant(ctx);
  const byId = new Map(endings.map((ending) => [ending.id, ending]));
  await inTx(ctx, async (tx) => {
    const now = tx.clock.now();
    const open = await usageEvents(tx).openOnes([...byId.keys()]);
    const ended = open.flatMap((row) => {
      const ending = byId.get(row.id);
      return ending ? [{ ...countedRow(row), ...witnessOf(row), ...settledRow(row, ending, now) }] : [];
    });
    const changed = await ledger(tx).settle(ended);
    const settled = ended.filter(({ id }) => changed.has(id));
    if (settled.length === 0) return;
    const replaced = await giveWay(tx, settled);
    await ledger(tx).changeRollups(rollupChange(settled, replaced.map(countedRow), timeZone));
    afterTx(tx, () => tx.events.emit('usage.changed', { tenantId: tx.tenantId }));
  });
}

export async function openCall(ctx: Ctx, call: MeteredCall): Promise<string> {
  const id = newId();
  await openCalls(ctx, [{ ...call, id }]);
  return id;
}

export const noteCall = (ctx: Ctx, id: string, known: Omit<CallBeginning, 'id'>) => noteCalls(ctx, [{ ...known, id }]);

export const settleCall = (ctx: Ctx, id: string, ending: Omit<CallEnding, 'id'>) => settleCalls(ctx, [{ ...ending, id }]);

type Settled = ReturnType<typeof witnessOf> & { status: string };

/** Logs' rows of these very requests, read before the calls were settled, become claims: the gateway's figures stand. */
async function giveWay(tx: Tx<Ctx>, settled: Settled[]): Promise<UsageEventRow[]> {
  const answered = settled.filter(({ matchId, status }) => matchId !== null && status !== 'failed');
  if (answered.length === 0) return [];
  const ids = new Set(answered.map(({ matchId }) => matchId as string));
  const told = (await usageEvents(tx).byMatchIds('history', [...ids])).map((row) => ({ ...witnessOf(row), row }));
  const taken = new Map<string, UsageEventRow>();
  const claims: NewUsageClaim[] = [];
  for (const one of answered) {
    const free = told.filter(({ id }) => !taken.has(id));
    const match = nearestMatch(free, one, false)?.row;
    if (!match) continue;
    taken.set(match.id, match);
    claims.push(claimOfRow({ ...match, ...countedRow(match) }, one.id));
  }
  await ledger(tx).insertClaims(claims);
  await ledger(tx).remove([...taken.keys()]);
  return [...taken.values()];
}
