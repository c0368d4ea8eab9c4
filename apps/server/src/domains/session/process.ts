import type { Scope } from '#platform/db/scope';
import { AppError } from '#platform/errors';
import { type SessionRow, sessions } from './repository.ts';

/** Whether its CLI runs, or is about to: one that has been paused for long has none. */
export const hasProcess = ({ status, endedAt }: Pick<SessionRow, 'status' | 'endedAt'>): boolean =>
  status !== 'ended' && status !== 'error' && endedAt === null;

export async function requireRunning(scope: Scope, sessionId: string): Promise<SessionRow> {
  const session = await sessions(scope).require(sessionId);
  if (hasProcess(session)) return session;
  throw new AppError('PRECONDITION', 'This session has ended. Send a message to go on with it.', { reason: 'session_ended' });
}
