import { currentTenant } from '#domains/tenant';
import type { Ctx } from '#platform/context';
import { afterTx, inTx, type Tx } from '#platform/db/tx';
import { newId } from '#platform/ids';
import { nearestMatch } from './match.ts';
import { costNano, priceVersion } from './prices.ts';
import { ledger, type UsageEventRow, usageEvents } from './repository.ts';
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

/** How a call ended. Without `tokens` what the open row knows stands, as an estimate. */
export interface CallEnding {
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

/** Writes the call down before it is made; answers its id. Open rows count in no figure. */
export async function openCall(ctx: Ctx, call: MeteredCall): Promise<string> {
  const id = newId();
  const at = BigInt(ctx.clock.now());
  await inTx(ctx, (tx) =>
    ledger(tx).open({
      ...call,
      id,
      tenantId: tx.tenantId,
      source: 'gateway',
      sourceKey: id,
      status: 'open',
      at,
      billing: 'api',
      inputTokens: BigInt(call.inputTokens),
    }),
  );
  return id;
}

/** Keeps what the beginning of an answer tells, so that a server killed in its middle still knows it. */
export async function noteCall(
  ctx: Ctx,
  id: string,
  known: { tokens: Tokens; matchId: string | null; matchWitness: string | null },
): Promise<void> {
  const { tokens, ...match } = known;
  await inTx(ctx, (tx) => ledger(tx).changeOpen(id, { ...match, ...bigTokens(tokens) }));
}

const bigTokens = (tokens: Tokens) => ({
  inputTokens: BigInt(tokens.inputTokens),
  outputTokens: BigInt(tokens.outputTokens),
  cacheReadTokens: BigInt(tokens.cacheReadTokens),
  cacheWriteTokens: BigInt(tokens.cacheWriteTokens),
  reasoningTokens: BigInt(tokens.reasoningTokens),
});

const tokensOf = (row: UsageEventRow): Tokens => ({
  inputTokens: safeNumber(row.inputTokens),
  outputTokens: safeNumber(row.outputTokens),
  cacheReadTokens: safeNumber(row.cacheReadTokens),
  cacheWriteTokens: safeNumber(row.cacheWriteTokens),
  reasoningTokens: safeNumber(row.reasoningTokens),
});

/** Ends an open call, once: a second ending of the same call changes nothing. */
export async function settleCall(ctx: Ctx, id: string, ending: CallEnding): Promise<void> {
  const { timeZone } = await currentTenant(ctx);
  await inTx(ctx, async (tx) => {
    const open = await usageEvents(tx).find(id);
    if (open?.status !== 'open') return;
    const { tokens = tokensOf(open), model = open.model, ...rest } = ending;
    const cost = ending.status === 'failed' ? null : costNano(open.provider, model, tokens, Number(open.at));
    const settled = await ledger(tx).changeOpen(id, {
      ...rest,
      ...bigTokens(tokens),
      model,
      costNano: cost === null ? null : BigInt(cost),
      priceVersion,
      endedAt: BigInt(tx.clock.now()),
      holder: '',
    });
    if (!settled) return;
    const replaced = await giveWay(tx, settled);
    await ledger(tx).changeRollups(rollupChange([countedRow(settled)], replaced.map(countedRow), timeZone));
    afterTx(tx, () => tx.events.emit('usage.changed', { tenantId: tx.tenantId }));
  });
}

/** A log's row of this very request, read before the call was settled, becomes a claim: the gateway's figures stand. */
async function giveWay(tx: Tx<Ctx>, settled: UsageEventRow): Promise<UsageEventRow[]> {
  if (settled.matchId === null || settled.status === 'failed') return [];
  const told = await usageEvents(tx).byMatchIds('history', [settled.matchId]);
  const match = nearestMatch(
    told.map((row) => ({ ...witnessOf(row), row })),
    witnessOf(settled),
    false,
  )?.row;
  if (!match) return [];
  await ledger(tx).insertClaims([claimOfRow({ ...match, ...countedRow(match) }, settled.id)]);
  await ledger(tx).remove(match.id);
  return [match];
}
