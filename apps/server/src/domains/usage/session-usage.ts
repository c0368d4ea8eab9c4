import type { SessionUsage } from '@open-ace/contracts/session';
import type { Scope } from '#platform/db/scope';
import { usageEvents } from './repository.ts';
import { safeNumber } from './rows.ts';

const nothing: SessionUsage = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, requests: 0, costUsd: null };

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
