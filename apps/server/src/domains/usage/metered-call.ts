import type { CallAttempt, CallDetails } from '@open-ace/contracts/usage';
import type { TenantPrices } from '#domains/price';
import type { Ctx } from '#platform/context';
import { afterTx, inRawTx, type RawTx } from '#platform/db/tx';
import { newId } from '#platform/ids';
import { type Accounting, readAccounting } from './accounting.ts';
import { changeFigures, Hold, holdUses } from './change-figures.ts';
import {
  ledger,
  type NewUsageClaim,
  type NewUsageEvent,
  openRowsStatement,
  type ReturnedRow,
  type SettledUsageEvent,
  type TenantTx,
} from './ledger-repository.ts';
import { nearestMatch, toldWithin, type Witness } from './match.ts';
import { usageEvents } from './repository.ts';
import { claimOfRow, countedRow } from './rows.ts';

/** Who calls which model from where; all that is known before the provider answers. */
export interface MeteredCall {
  userId: string;
  machineId: string;
  sessionId: string;
  toolSessionId: string;
  projectId: string;
  tool: string;
  provider: string;
  model: string;
  cwd: string;
  gitRemote: string;
  gitBranch: string;
  providerKeyId: string;
  streamed: boolean;
  holder: string;
  /** What it holds of budgets; left out where none binds it. */
  hold?: Hold;
  /** A guess at the input, which stands if nothing better comes to be known. */
  inputTokens: number;
}

/** A call with the id that its row gets, and its time in epoch milliseconds. */
export type NewCall = MeteredCall & { id: string; at: number };

export interface Tokens {
  inputTokens: number;
  outputTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
  reasoningTokens: number;
}

/** What an answer has told so far. */
export interface CallProgress {
  id: string;
  tokens: Tokens;
  matchId: string | null;
  matchWitness: string | null;
  firstByteMs: number | null;
}

/** How a call ended. Without `tokens` what the open row knows stands, as an estimate. */
export interface CallEnding {
  id: string;
  status: 'settled' | 'estimated' | 'failed';
  /** As it was opened, from whoever remembers: it saves reading the row. */
  opened?: Opened;
  /** The key that it went out with in the end, and whose it is. */
  key?: { id: string; provider: string };
  /** The model that the provider says it was. */
  model?: string;
  tokens?: Tokens;
  matchId?: string | null;
  matchWitness?: string | null;
  httpStatus?: number | null;
  error?: string;
  /** The provider's own words about it. */
  errorMessage?: string;
  /** When the answer ended, in epoch milliseconds; left out for the time of writing it down. */
  endedAt?: number;
  firstByteMs?: number | null;
  /** Keys that were tried, where the first one did not answer. */
  attempts?: CallAttempt[];
  details?: CallDetails;
}

type Opened = Pick<NewCall, 'provider' | 'providerKeyId' | 'model' | 'at'>;

/*
 * Calls come many at a time and each verb costs several statements, so all three take a batch: of one tenant, in one transaction.
 */

/* Objects of many calls a second: an engine copies one quickly where a spread comes first, and slowly anywhere else. */

const openRow = (call: NewCall) => ({
  ...call,
  hold: undefined,
  source: 'gateway',
  sourceKey: call.id,
  status: 'open',
  billing: 'api',
  held: call.hold ? JSON.stringify(call.hold) : '',
});

/** Writes calls down before they are made, each under the id that it is given. Open rows count in no figure. */
export async function openCalls(ctx: Ctx, calls: NewCall[]): Promise<void> {
  await ctx.database.write(openRowsStatement(ctx, calls.map(openRow)));
}

/** The same inside a transaction, with what the calls hold of budgets. */
export async function openHeldCalls(tx: TenantTx, calls: NewCall[]): Promise<void> {
  await holdUses(
    tx,
    calls.flatMap(({ hold }) => hold ?? []),
  );
  await tx.db.$executeRaw(openRowsStatement(tx, calls.map(openRow)));
}

/** Keeps what answers have told so far, for whoever watches them, and so that a server killed in their middle still knows it. */
export async function noteCalls(ctx: Ctx, progress: CallProgress[]): Promise<void> {
  await inRawTx(ctx, (tx) => ledger(tx).note(progress.map(({ tokens, ...known }) => ({ ...known, ...tokens }))));
}

/** What is known of a call when it ends. */
type KnownCall = Opened & { tokens: Tokens; matchId: string | null; matchWitness: string | null };

/** What the rows know of calls whose endings do not say it all. */
async function readOpen(ctx: Ctx, endings: CallEnding[]): Promise<Map<string, KnownCall>> {
  const unknown = endings.filter(({ opened, tokens }) => !opened || !tokens).map(({ id }) => id);
  const rows = unknown.length > 0 ? await usageEvents(ctx).openOnes(unknown) : [];
  return new Map(
    rows.map((row) => {
      const { provider, providerKeyId, model, at, inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, reasoningTokens } = {
        ...row,
        ...countedRow(row),
      };
      const tokens = { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, reasoningTokens };
      return [row.id, { provider, providerKeyId, model, at, tokens, matchId: row.matchId, matchWitness: row.matchWitness }];
    }),
  );
}

const jsonOf = (value: object | undefined) =>
  value && Object.values(value).some((entry) => entry !== undefined) ? JSON.stringify(value) : '';

function settledRow(ending: CallEnding, row: KnownCall | undefined, prices: TenantPrices, now: number): SettledUsageEvent | null {
  const { id, status, opened = row, tokens = row?.tokens, matchId = row?.matchId, matchWitness = row?.matchWitness } = ending;
  if (!opened || !tokens) return null;
  const model = ending.model ?? opened.model;
  const { id: providerKeyId, provider } = ending.key ?? { id: opened.providerKeyId, provider: opened.provider };
  const { costNano, priceVersion } = prices.price(provider, model, tokens, opened.at);
  return {
    id,
    status,
    provider,
    providerKeyId,
    model,
    matchId: matchId ?? null,
    matchWitness: matchWitness ?? null,
    inputTokens: tokens.inputTokens,
    outputTokens: tokens.outputTokens,
    cacheReadTokens: tokens.cacheReadTokens,
    cacheWriteTokens: tokens.cacheWriteTokens,
    reasoningTokens: tokens.reasoningTokens,
    costNano: status === 'failed' ? null : costNano,
    priceVersion,
    endedAt: ending.endedAt ?? now,
    httpStatus: ending.httpStatus ?? null,
    error: ending.error ?? '',
    errorMessage: ending.errorMessage ?? '',
    firstByteMs: ending.firstByteMs ?? null,
    holder: '',
    attempts: jsonOf(ending.attempts),
    details: jsonOf(ending.details),
  };
}

/** What the sums need of a call, and what tells it apart. Written out: a spread of so many fields would leave six times its size as garbage. */
const countedCall = (row: SettledUsageEvent, found: ReturnedRow) => ({
  id: row.id,
  status: row.status,
  provider: row.provider,
  providerKeyId: row.providerKeyId,
  model: row.model,
  matchId: row.matchId,
  matchWitness: row.matchWitness,
  inputTokens: row.inputTokens,
  outputTokens: row.outputTokens,
  cacheReadTokens: row.cacheReadTokens,
  cacheWriteTokens: row.cacheWriteTokens,
  reasoningTokens: row.reasoningTokens,
  costNano: row.costNano,
  endedAt: row.endedAt,
  at: found.at,
  userId: found.userId,
  machineId: found.machineId,
  projectId: found.projectId,
  sessionId: found.sessionId,
  tool: found.tool,
  billing: found.billing,
  held: found.held,
});

/** Ends open calls, each once: a second ending of the same call changes nothing. */
export async function settleCalls(ctx: Ctx, endings: CallEnding[], accounting?: Accounting): Promise<void> {
  const { timeZone, prices } = accounting ?? (await readAccounting(ctx));
  const known = await readOpen(ctx, endings);
  const now = ctx.clock.now();
  const rows = endings.map((ending) => settledRow(ending, known.get(ending.id), prices, now)).filter((row) => row !== null);
  const byId = new Map(rows.map((row) => [row.id, row]));
  await inRawTx(ctx, async (tx) => {
    const changed = await ledger(tx).settle([...byId.values()]);
    if (changed.length === 0) return;
    const settled = changed.flatMap((found) => {
      const row = byId.get(found.id);
      return row ? [countedCall(row, found)] : [];
    });
    const replaced = await giveWay(tx, settled);
    const released = settled.flatMap(({ held }) => (held ? [Hold.parse(JSON.parse(held))] : []));
    await changeFigures(tx, { added: settled, removed: replaced, released }, timeZone);
    afterTx(tx, () => tx.events.emit('usage.changed', { tenantId: tx.tenantId }));
  });
}

type Settled = Witness & { id: string; status: string };

/** Logs' rows of these very requests, read before the calls were settled, become claims: the gateway's figures stand. */
async function giveWay(tx: RawTx<Ctx>, settled: Settled[]): Promise<NewUsageEvent[]> {
  const answered = settled.filter(({ matchId, status }) => matchId !== null && status !== 'failed');
  if (answered.length === 0) return [];
  const ids = [...new Set(answered.map(({ matchId }) => matchId as string))];
  const within = toldWithin(Math.min(...answered.map(({ at }) => at)), tx.clock.now());
  const told = (await ledger(tx).toldByMatchIds(ids, within)).map((row) => ({ ...row, endedAt: null }));
  const replaced: NewUsageEvent[] = [];
  const claims: NewUsageClaim[] = [];
  for (const one of answered) {
    const match = nearestMatch(
      told.filter((row) => !replaced.includes(row)),
      one,
      false,
    );
    if (!match) continue;
    replaced.push(match);
    claims.push(claimOfRow(match, one.id));
  }
  await ledger(tx).insertClaims(claims);
  await ledger(tx).remove(replaced.map(({ id }) => id));
  return replaced;
}

export async function openCall(ctx: Ctx, call: MeteredCall): Promise<string> {
  const id = newId();
  await openCalls(ctx, [{ ...call, id, at: ctx.clock.now() }]);
  return id;
}

export const noteCall = (ctx: Ctx, id: string, known: Omit<CallProgress, 'id'>) => noteCalls(ctx, [{ ...known, id }]);

export const settleCall = (ctx: Ctx, id: string, ending: Omit<CallEnding, 'id'>) => settleCalls(ctx, [{ ...ending, id }]);
