import type { SessionEvent } from '@open-ace/contracts/session-events';
import { shortened } from '../../text.ts';
import { RpcError } from '../json-rpc.ts';
import { type Fields, fields, text } from '../stream-json/fields.ts';

type Outcome = Extract<SessionEvent, { type: 'turn_ended' }>['outcome'];

const failures: Record<string, string> = {
  refusal: 'refuses to go on with this.',
  max_tokens: 'had to stop: the answer is as long as the model makes it.',
  max_turn_requests: 'had to stop: this turn has asked the model as often as the agent allows.',
};

/** How a turn ended, by the agent's answer to the prompt. */
export function turnEnd(agent: string, { stopReason }: Fields, durationMs: number): SessionEvent[] {
  const reason = text(stopReason);
  if (reason === 'end_turn') return [ended('completed', durationMs)];
  if (reason === 'cancelled') return [ended('interrupted', durationMs)];
  const why = failures[reason] ?? `ended the turn for a reason that is not known here (${reason || 'none'}).`;
  return failed(`${agent} ${why}`, durationMs);
}

/** How a turn ended whose prompt was refused, or was never answered. */
export function turnFailure(error: unknown, wasInterrupted: boolean, durationMs: number): SessionEvent[] {
  if (wasInterrupted) return [ended('interrupted', durationMs)];
  const message = error instanceof Error ? error.message : String(error);
  return failed(error instanceof RpcError ? [message, detailOf(error.data)].filter(Boolean).join('\n') : message, durationMs);
}

const ended = (outcome: Outcome, durationMs: number): SessionEvent => ({ type: 'turn_ended', outcome, durationMs });

export const failed = (message: string, durationMs: number): SessionEvent[] => [
  { type: 'error', message: shortened(message, 8000) },
  ended('failed', durationMs),
];

/** Agents put what really went wrong beside a message that says “Internal error”. */
function detailOf(data: unknown): string {
  const { message, details, error } = fields(data);
  return text(data) || text(message) || text(details) || text(error) || text(fields(error).message);
}
