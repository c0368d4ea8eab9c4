import { createHash } from 'node:crypto';
import { MINUTE } from '#platform/clock';
import type { Ctx } from '#platform/context';
import { inRawTx } from '#platform/db/tx';
import { newId } from '#platform/ids';
import { ledger } from './ledger-repository.ts';
import type { MeteredCall } from './metered-call.ts';
import { usageEvents } from './repository.ts';

/** A call that we refused, so that it was never made. */
export type RefusedCall = Pick<
  MeteredCall,
  'userId' | 'machineId' | 'sessionId' | 'toolSessionId' | 'projectId' | 'tool' | 'cwd' | 'gitRemote' | 'gitBranch' | 'model' | 'streamed'
> & {
  at: number;
  /** A short stable word, and what the caller was told. */
  error: string;
  errorMessage: string;
  httpStatus: number;
  /** The budget that refused it; '' for none. */
  quotaId: string;
};

/** What makes two refusals one row: a client that asks in a loop fills no ledger. */
function sourceKeyOf({ at, userId, sessionId, tool, model, error, quotaId }: RefusedCall): string {
  const same = createHash('sha256').update(JSON.stringify([userId, sessionId, tool, model, error, quotaId]));
  return `refused:${Math.floor(at / MINUTE)}:${same.digest('base64url')}`;
}

/** Keeps refusals, those of the same minute and cause as one row. They enter no figure. */
export async function noteRefusals(ctx: Ctx, calls: RefusedCall[]): Promise<void> {
  const rows = new Map<string, RefusedCall & { sourceKey: string; times: number; endedAt: number }>();
  for (const call of calls) {
    const sourceKey = sourceKeyOf(call);
    const same = rows.get(sourceKey);
    rows.set(sourceKey, { ...(same ?? call), sourceKey, times: (same?.times ?? 0) + 1, endedAt: call.at });
  }
  const refused = { status: 'refused', source: 'gateway', billing: 'api', provider: '', providerKeyId: '' };
  await inRawTx(ctx, (tx) => ledger(tx).insertRefused([...rows.values()].map((row) => ({ ...row, ...refused, id: newId() }))));
}

/** How often each of these budgets refused a call since then, in epoch milliseconds. */
export const refusalsOf = (ctx: Pick<Ctx, 'db' | 'tenantId'>, quotaIds: string[], since: number): Promise<Map<string, number>> =>
  usageEvents(ctx).refusedBy(quotaIds, since);
