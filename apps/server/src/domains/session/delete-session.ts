import type { GetSession } from '@open-ace/contracts/session';
import { audit } from '#platform/audit/audit';
import type { UserCtx } from '#platform/context';
import { afterTx, inTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { auditedSession } from './audited-session.ts';
import { hasProcess } from './process.ts';
import { sessions, transcript } from './repository.ts';

/** Deletes a session that has ended, with its transcript. What it used stays in the ledger, and the CLI keeps what it wrote itself. */
export async function deleteSession(ctx: UserCtx, { sessionId }: GetSession): Promise<void> {
  await inTx(ctx, async (tx) => {
    const before = await sessions(tx).require(sessionId);
    if (hasProcess(before)) throw new AppError('PRECONDITION', 'This session runs. Stop it first.', { reason: 'session_running' });
    await transcript(tx, sessionId).drop();
    const now = new Date(tx.clock.now());
    await sessions(tx).update(before, { deletedAt: now, updatedAt: now, pausedAt: null });
    await audit(tx, auditedSession, { action: 'session.delete', before });
    afterTx(tx, () => tx.events.emit('session.changed', { tenantId: tx.tenantId, sessionId, userId: before.userId }));
  });
}
