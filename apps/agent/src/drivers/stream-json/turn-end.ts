import type { SessionEvent } from '@open-ace/contracts/session-events';
import { shortened } from '../../text.ts';
import { count, type Fields, fields, list, text } from './fields.ts';

type TurnEnded = Extract<SessionEvent, { type: 'turn_ended' }>;

/**
 * How a turn ended. An error of the provider comes as `subtype: "success"` with `is_error` and its words as the result; an
 * interrupted turn is an error too, told apart by its `terminal_reason`.
 */
export function turnEnd(result: Fields, wasInterrupted: boolean): SessionEvent[] {
  const isAborted = text(result.terminal_reason).startsWith('aborted');
  const isError = result.is_error === true || !['', 'success'].includes(text(result.subtype));
  const outcome: TurnEnded['outcome'] = isAborted || (isError && wasInterrupted) ? 'interrupted' : isError ? 'failed' : 'completed';
  const ended: TurnEnded = { type: 'turn_ended', outcome, durationMs: count(result.duration_ms) };
  return outcome === 'failed' ? [{ type: 'error', message: messageOf(result) }, ended] : [ended];
}

function messageOf(result: Fields): string {
  const errors = list(result.errors).map(text).filter(Boolean);
  const told = text(result.result) || errors.join('\n') || text(fields(result.error).message);
  const message = told || `The turn ended with an error (${text(result.subtype) || 'unknown'}).`;
  return shortened(message, 8000);
}
