import type { SessionEvent } from '@open-ace/contracts/session-events';
import type { ProcessEnd } from '../drivers/driver.ts';

type ProcessEnded = Extract<SessionEvent, { type: 'process_ended' }>;

/** Who wanted a process to end: a person, the agent that stops itself, or another process in its place; null for nobody. */
export type Cause = 'stopped' | 'agent-stopped' | 'replaced' | null;

export function processEnded({ exitCode, stderr }: ProcessEnd, cause: Cause): ProcessEnded {
  if (cause === 'stopped') return { type: 'process_ended', reason: 'stopped', exitCode, message: '' };
  if (cause === 'agent-stopped')
    return {
      type: 'process_ended',
      reason: 'exited',
      exitCode,
      message: 'The agent on this machine was stopped. Send a message to go on.',
    };
  if (exitCode === 0) return { type: 'process_ended', reason: 'exited', exitCode, message: '' };
  const how = exitCode === null ? 'was killed' : `ended with exit code ${exitCode}`;
  return { type: 'process_ended', reason: 'failed', exitCode, message: `The CLI ${how}.${stderr ? `\n${stderr}` : ''}` };
}

/** The agent was killed, and with it what it ran. */
export const orphaned: ProcessEnded = {
  type: 'process_ended',
  reason: 'failed',
  exitCode: null,
  message: 'The agent on this machine ended unexpectedly. Send a message to go on.',
};
