import type { CommandBody } from '@open-ace/contracts/command';
import type { GetSession, RespondToRequest, SendMessage, UpdateSession } from '@open-ace/contracts/session';
import { dropHeld, queueCommand } from '#domains/command';
import { revokeProxyTokens } from '#domains/gateway';
import { requireRightToUse, requireUsableMachine } from '#domains/machine';
import { audit } from '#platform/audit/audit';
import { DAY } from '#platform/clock';
import type { UserCtx } from '#platform/context';
import { afterTx, inTx, type Tx } from '#platform/db/tx';
import { AppError, notFound } from '#platform/errors';
import { newId } from '#platform/ids';
import { appendEvents } from './append-events.ts';
import { auditedSession } from './audited-session.ts';
import { hasProcess, requireRunning } from './process.ts';
import { requests, runs, type SessionRow, sessions } from './repository.ts';
import { allowAlways } from './rules.ts';
import { queueStart } from './start-session.ts';

const queue = (tx: Tx<UserCtx>, session: SessionRow, body: CommandBody, more: { lifetimeMs?: number; held?: boolean } = {}) =>
  queueCommand(tx, { machineId: session.machineId, sessionId: session.id, body, ...more });

const changed = (tx: Tx<UserCtx>, session: SessionRow) =>
  afterTx(tx, () => tx.events.emit('session.changed', { tenantId: tx.tenantId, sessionId: session.id, userId: session.userId }));

/** Hands a message to the session; one whose process has ended goes on where it left off, one that is paused keeps it until then. */
export async function sendMessage(ctx: UserCtx, { sessionId, text, images }: SendMessage): Promise<{ messageId: string }> {
  const { machineId } = await sessions(ctx).require(sessionId);
  await requireUsableMachine(ctx, machineId);
  return inTx(ctx, async (tx) => {
    const session = await sessions(tx).require(sessionId);
    const held = session.pausedAt !== null;
    const goesOn = hasProcess(session) || held;
    await audit(tx, auditedSession, { action: goesOn ? 'session.send' : 'session.resume', subject: session });
    if (goesOn) {
      const messageId = newId();
      await queue(tx, session, { kind: 'session.send', sessionId, messageId, text, images }, { held });
      return { messageId };
    }
    const starting = await sessions(tx).update(session, {
      status: 'starting',
      error: null,
      endedAt: null,
      updatedAt: new Date(tx.clock.now()),
    });
    // Without a process so far there is nothing that the CLI could resume.
    const resume = (await runs(tx, sessionId).count()) > 0;
    const messageId = await queueStart(tx, starting, { resume, message: { text, images } });
    changed(tx, starting);
    return { messageId };
  });
}

/** Answers a permission request, once: whoever comes second is told that it is decided. */
export async function respond(ctx: UserCtx, { sessionId, requestId, decision, scope }: RespondToRequest): Promise<void> {
  await inTx(ctx, async (tx) => {
    const found = await requireRunning(tx, sessionId);
    const session = await sessions(tx).lock(sessionId, found.machineId);
    const request = await requests(tx, sessionId).find(requestId);
    if (!session || !request) throw notFound('request');
    const allowed = decision !== 'deny';
    if (allowed) await requireRightToUse(tx, session.machineId, session.userId);
    const first = await requests(tx, sessionId).decide(
      requestId,
      allowed ? 'allowed' : 'denied',
      ctx.actor.userId,
      new Date(tx.clock.now()),
    );
    if (!first) throw new AppError('CONFLICT', 'This was decided already.', { reason: 'already_decided' });
    const rule = decision === 'allow_always' ? request.rule : null;
    if (rule !== null) await allowAlways(tx, session, rule, scope);
    const answer = {
      kind: 'session.respond' as const,
      sessionId,
      requestId,
      behavior: allowed ? ('allow' as const) : ('deny' as const),
      rule,
    };
    await queue(tx, session, answer, { held: session.pausedAt !== null });
    const after = await appendEvents(tx, session, [
      { at: tx.clock.now(), event: { type: 'permission_resolved', requestId, decision, by: ctx.actor.username } },
    ]);
    await audit(tx, auditedSession, { action: 'session.respond', before: session, after });
  });
}

export async function interrupt(ctx: UserCtx, { sessionId }: GetSession): Promise<void> {
  await inTx(ctx, async (tx) => {
    const session = await requireRunning(tx, sessionId);
    await queue(tx, session, { kind: 'session.interrupt', sessionId });
    await audit(tx, auditedSession, { action: 'session.interrupt', subject: session });
  });
}

/** Ends the session for good on our side at once: its token is dead even if the machine cannot be reached. */
export async function stopSession(ctx: UserCtx, { sessionId }: GetSession): Promise<void> {
  await inTx(ctx, async (tx) => {
    const session = await sessions(tx).require(sessionId);
    if (!hasProcess(session) && session.pausedAt === null) return;
    await revokeProxyTokens(tx, sessionId);
    await queue(tx, session, { kind: 'session.stop', sessionId }, { lifetimeMs: 7 * DAY });
    await dropHeld(tx, sessionId);
    const locked = await sessions(tx).lock(sessionId, session.machineId);
    if (!locked) throw notFound('session');
    // Of a session that only starts, the stop of an earlier process may still come from its machine; this is not that one.
    const begun = locked.status === 'starting' || locked.pausedAt !== null;
    const started = begun ? await sessions(tx).update(locked, { status: 'idle', pausedAt: null }) : locked;
    const after = await appendEvents(tx, started, [
      { at: tx.clock.now(), event: { type: 'process_ended', reason: 'stopped', exitCode: null, message: '' } },
    ]);
    await audit(tx, auditedSession, { action: 'session.stop', before: session, after });
  });
}

/** Model and mode of a running session change once the CLI says so; those of an ended one at once. */
export async function updateSession(ctx: UserCtx, { sessionId, title, tags, model, permissionMode }: UpdateSession): Promise<void> {
  await inTx(ctx, async (tx) => {
    const before = await sessions(tx).require(sessionId);
    const running = hasProcess(before);
    if (running && model) await queue(tx, before, { kind: 'session.setModel', sessionId, model });
    if (running && permissionMode) {
      await requireRightToUse(tx, before.machineId, before.userId);
      await queue(tx, before, { kind: 'session.setMode', sessionId, permissionMode });
    }
    const change = {
      ...(title && { title }),
      ...(tags && { tags: [...new Set(tags)] }),
      ...(!running && model && { model }),
      ...(!running && permissionMode && { permissionMode }),
    };
    const after = await sessions(tx).update(before, { ...change, updatedAt: new Date(tx.clock.now()) });
    await audit(tx, auditedSession, {
      action: 'session.update',
      before,
      after: { ...after, ...(model && { model }), ...(permissionMode && { permissionMode }) },
    });
    changed(tx, after);
  });
}
