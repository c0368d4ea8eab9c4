import type { GetSession, SessionUsage, TurnUsages } from '@open-ace/contracts/session';
import { callsOfSession } from '#domains/usage';
import type { UserCtx } from '#platform/context';
import { sessions, transcript } from './repository.ts';

const nothing: SessionUsage = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, requests: 0, costUsd: null };

/** What each turn used: a call belongs to the turn in which it began. Turns without a call are left out. */
export async function turnUsages(ctx: UserCtx, { sessionId }: GetSession): Promise<TurnUsages> {
  await sessions(ctx).require(sessionId);
  const begins = await transcript(ctx, sessionId).turns();
  const sums = new Map<number, TurnUsages['items'][number]>();
  let turn = 0;
  for (const call of await callsOfSession(ctx, sessionId)) {
    for (let next = begins[turn + 1]; next && Number(next.at) <= call.at; next = begins[turn + 1]) turn++;
    const seq = begins[turn]?.seq ?? 0;
    const sum = sums.get(seq) ?? { seq, ...nothing };
    sums.set(seq, {
      seq,
      inputTokens: sum.inputTokens + call.inputTokens,
      outputTokens: sum.outputTokens + call.outputTokens,
      cacheReadTokens: sum.cacheReadTokens + call.cacheReadTokens,
      cacheWriteTokens: sum.cacheWriteTokens + call.cacheWriteTokens,
      requests: sum.requests + 1,
      costUsd: call.costUsd === null ? sum.costUsd : (sum.costUsd ?? 0) + call.costUsd,
    });
  }
  return { items: [...sums.values()] };
}
