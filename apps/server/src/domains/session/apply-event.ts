import type { SessionEvent } from '@open-ace/contracts/session-events';
import { revokeProxyTokens } from '#domains/gateway';
import type { Ctx } from '#platform/context';
import type { Tx } from '#platform/db/tx';
import { newId } from '#platform/ids';
import type { Occurrence } from './append-events.ts';
import { hasProcess } from './process.ts';
import { requests, runs, type SessionRow } from './repository.ts';

/** The columns of a session that its events change. */
export type SessionState = Partial<
  Pick<
    SessionRow,
    'status' | 'model' | 'permissionMode' | 'toolVersion' | 'toolSessionId' | 'gitRemote' | 'gitBranch' | 'error' | 'endedAt' | 'pausedAt'
  >
>;

type EventOf<Type extends SessionEvent['type']> = Extract<SessionEvent, { type: Type }>;

async function processStarted(tx: Tx<Ctx>, session: SessionRow, event: EventOf<'process_started'>, at: number): Promise<SessionState> {
  const { toolSessionId, toolVersion, model, gitRemote, gitBranch } = event;
  await runs(tx, session.id).end(BigInt(at));
  await runs(tx, session.id).begin({ id: newId(), machineId: session.machineId, tool: session.tool, toolSessionId, startedAt: BigInt(at) });
  const status = session.status === 'starting' ? 'idle' : session.status;
  return { toolSessionId, toolVersion, gitRemote, gitBranch, status, error: null, endedAt: null, ...(model && { model }) };
}

async function processEnded(tx: Tx<Ctx>, session: SessionRow, event: EventOf<'process_ended'>, at: number): Promise<SessionState> {
  await runs(tx, session.id).end(BigInt(at));
  // A stop that was asked for before the session was started anew says nothing of the new process and its token.
  const late = event.reason === 'stopped' && session.status === 'starting';
  if (late) return {};
  await revokeProxyTokens(tx, session.id);
  const now = new Date(tx.clock.now());
  for (const { id } of await requests(tx, session.id).pending()) await requests(tx, session.id).decide(id, 'cancelled', null, now);
  const failed = event.reason === 'failed';
  return {
    status: failed ? 'error' : 'ended',
    error: failed ? event.message || 'The tool ended unexpectedly.' : null,
    endedAt: new Date(at),
  };
}

const isWaiting = async (tx: Tx<Ctx>, { id }: SessionRow) => (await requests(tx, id).pending()).length > 0;

async function permissionResolved(tx: Tx<Ctx>, session: SessionRow, event: EventOf<'permission_resolved'>): Promise<SessionState> {
  const status = event.decision === 'deny' ? 'denied' : event.decision === 'cancelled' ? 'cancelled' : 'allowed';
  await requests(tx, session.id).decide(event.requestId, status, null, new Date(tx.clock.now()));
  return session.status === 'needs_you' && !(await isWaiting(tx, session)) ? { status: 'running' } : {};
}

/** What an event means for its session. */
export async function applyEvent(tx: Tx<Ctx>, session: SessionRow, { event, at }: Occurrence, seq: number): Promise<SessionState> {
  switch (event.type) {
    case 'process_started':
      return processStarted(tx, session, event, at);
    case 'process_ended':
      return processEnded(tx, session, event, at);
    case 'user_message':
    case 'turn_started':
      // It came to a machine where the process had ended.
      if (!hasProcess(session)) return {};
      return { status: (await isWaiting(tx, session)) ? 'needs_you' : 'running', error: null };
    case 'turn_ended':
      return session.status === 'ended' || session.status === 'error' ? {} : { status: 'idle' };
    case 'permission_request': {
      const { requestId, toolName, rule } = event;
      await requests(tx, session.id).open({ id: requestId, toolName, rule, seq, status: 'pending', createdAt: new Date(at) });
      return { status: 'needs_you' };
    }
    case 'permission_resolved':
      return permissionResolved(tx, session, event);
    case 'model_changed':
      return { model: event.model };
    case 'mode_changed':
      return { permissionMode: event.permissionMode };
    default:
      return {};
  }
}
