import type { GetSession, SessionStatus } from '@open-ace/contracts/session';
import { dropHeld, queueCommand, releaseHeld } from '#domains/command';
import { revokeProxyTokens } from '#domains/gateway';
import { requireUsableMachine } from '#domains/machine';
import { audit } from '#platform/audit/audit';
import { MINUTE } from '#platform/clock';
import type { Ctx, Deps, UserCtx } from '#platform/context';
import { systemCtx } from '#platform/context';
import { systemScope } from '#platform/db/scope';
import { afterTx, inTx, type Tx } from '#platform/db/tx';
import type { Job } from '#platform/jobs/jobs';
import { auditedSession } from './audited-session.ts';
import { hasProcess, requireRunning } from './process.ts';
import { requests, runs, type SessionRow, sessions, transcript } from './repository.ts';
import { queueStart } from './start-session.ts';

/** So long a process waits for its next call; then it is ended and resumed as the CLI itself does it. */
const KEPT_ALIVE = 5 * MINUTE;

const changed = (tx: Tx<Ctx>, { id, userId }: SessionRow) =>
  afterTx(tx, () => tx.events.emit('session.changed', { tenantId: tx.tenantId, sessionId: id, userId }));

/** From now on its next LLM call is held at the gateway, and so are messages and answers; the request under way ends as usual. */
export async function pauseSession(ctx: UserCtx, { sessionId }: GetSession): Promise<void> {
  await inTx(ctx, async (tx) => {
    const before = await requireRunning(tx, sessionId);
    if (before.pausedAt !== null) return;
    const now = new Date(tx.clock.now());
    const after = await sessions(tx).update(before, { status: 'paused', pausedAt: now, updatedAt: now });
    await audit(tx, auditedSession, { action: 'session.pause', before, after });
    afterTx(tx, () => tx.events.emit('gateway.session-paused', { sessionId }));
    changed(tx, after);
  });
}

async function statusOf(tx: Tx<Ctx>, { id }: SessionRow): Promise<SessionStatus> {
  if ((await requests(tx, id).pending()).length > 0) return 'needs_you';
  const last = await transcript(tx, id).last(['turn_started', 'turn_ended', 'process_started', 'process_ended']);
  return last?.type === 'turn_started' ? 'running' : 'idle';
}

/** Goes on: with what was held, in its order; in a new process where the old one was ended meanwhile. */
export async function resumeSession(ctx: UserCtx, { sessionId }: GetSession): Promise<void> {
  const { machineId } = await sessions(ctx).require(sessionId);
  await requireUsableMachine(ctx, machineId);
  await inTx(ctx, async (tx) => {
    const before = await sessions(tx).require(sessionId);
    if (before.pausedAt === null) return;
    const running = hasProcess(before);
    const status = running ? await statusOf(tx, before) : 'starting';
    const after = await sessions(tx).update(before, {
      status,
      pausedAt: null,
      ...(!running && { error: null, endedAt: null }),
      updatedAt: new Date(tx.clock.now()),
    });
    if (!running) await queueStart(tx, after, { resume: (await runs(tx, sessionId).count()) > 0 });
    await releaseHeld(tx, sessionId);
    await audit(tx, auditedSession, { action: 'session.resume', before, after });
    afterTx(tx, () => tx.events.emit('gateway.session-resumed', { sessionId }));
    changed(tx, after);
  });
}

/** Ends the process of one that has been paused for long. It stays paused; its answers are of no use to the next process. */
async function endPaused(tx: Tx<Ctx>, session: SessionRow): Promise<void> {
  const { id: sessionId, machineId } = session;
  await revokeProxyTokens(tx, sessionId);
  const kept = (await dropHeld(tx, sessionId)).filter(({ kind }) => kind === 'session.send');
  await queueCommand(tx, { machineId, sessionId, body: { kind: 'session.stop', sessionId }, lifetimeMs: 60 * MINUTE });
  for (const body of kept) await queueCommand(tx, { machineId, sessionId, body, held: true });
  await sessions(tx).update(session, { endedAt: new Date(tx.clock.now()) });
}

export async function endPausedProcesses(deps: Deps): Promise<number> {
  const before = new Date(deps.clock.now() - KEPT_ALIVE);
  const overdue = await sessions(systemScope(deps, 'paused sessions of every tenant')).pausedSince(before);
  for (const { id, tenantId, machineId } of overdue) {
    await inTx(systemCtx(deps, tenantId, 'session.end-paused'), async (tx) => {
      const session = await sessions(tx).lock(id, machineId);
      if (session?.pausedAt && hasProcess(session)) await endPaused(tx, session);
    });
  }
  return overdue.length;
}

export const endPausedSessions: Job = {
  name: 'session.end-paused',
  schedule: '15 * * * * *',
  run: async (deps) => `${await endPausedProcesses(deps)} ended`,
};
