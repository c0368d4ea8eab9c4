import type { SessionUsage } from '@open-ace/contracts/session';
import type { Scope } from '#platform/db/scope';
import { usageEvents } from './repository.ts';
import { safeNumber } from './rows.ts';

const nothing: SessionUsage = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, requests: 0, costUsd: null };

export interface CallOfSession extends Omit<SessionUsage, 'requests'> {
  /** Epoch milliseconds of its beginning. */
  at: number;
}

/** The calls of a session that count, in order. */
export async function callsOfSession(scope: Scope, sessionId: string): Promise<CallOfSession[]> {
  return (await usageEvents(scope).ofSession(sessionId)).map((row) => ({
    at: Number(row.at),
    inputTokens: safeNumber(row.inputTokens),
    outputTokens: safeNumber(row.outputTokens),
    cacheReadTokens: safeNumber(row.cacheReadTokens),
    cacheWriteTokens: safeNumber(row.cacheWriteTokens),
    costUsd: row.costNano === null ? null : safeNumber(row.costNano) / 1e9,
  }));
}

/** Tokens and cost of sessions, from the ledger's rows. */
export async function sessionUsage(scope: Scope, sessionIds: string[]): Promise<(sessionId: string) => SessionUsage> {
  const rows = await usageEvents(scope).sumsOfSessions(sessionIds);
  const known = new Map(
    rows.map(({ sessionId, _sum, _count }) => [
      sessionId,
      {
        inputTokens: safeNumber(_sum.inputTokens ?? 0n),
        outputTokens: safeNumber(_sum.outputTokens ?? 0n),
        cacheReadTokens: safeNumber(_sum.cacheReadTokens ?? 0n),
        cacheWriteTokens: safeNumber(_sum.cacheWriteTokens ?? 0n),
        requests: _count,
        costUsd: _sum.costNano === null ? null : safeNumber(_sum.costNano) / 1e9,
      },
    ]),
  );
  return (sessionId) => known.get(sessionId) ?? nothing;
}
