import type { CallEnding, Tokens } from '#domains/usage';
import type { Outcome } from './forward.ts';
import type { Reading } from './protocol.ts';

type Ending = Omit<CallEnding, 'id'>;

const none: Tokens = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 };

/** What was told, and where nothing was, the estimates. */
export function tokensOf({ told, outputEstimate }: Reading, inputEstimate: number): Tokens {
  return {
    inputTokens: told.inputTokens ?? inputEstimate,
    outputTokens: Math.max(told.outputTokens ?? 0, outputEstimate),
    cacheReadTokens: told.cacheReadTokens ?? 0,
    cacheWriteTokens: told.cacheWriteTokens ?? 0,
    reasoningTokens: 0,
  };
}

/**
 * How a call stands in the ledger: settled with the provider's figures where its message is whole, estimated where it had begun, failed
 * where it had not.
 */
export function callEnding({ httpStatus, reason, requestId, firstByteMs, meter }: Outcome, inputEstimate: number): Ending {
  const reading = meter?.reading();
  const ending = { httpStatus, firstByteMs, matchWitness: requestId, matchId: reading?.matchId ?? null };
  if (!reading?.answered) {
    const error = reason || reading?.errorType || (httpStatus !== null && httpStatus >= 300 ? `http_${httpStatus}` : 'no_answer');
    return { ...ending, status: 'failed', tokens: none, error };
  }
  const { told, model } = reading;
  const known = { ...ending, ...(model && { model }) };
  const exact = told.inputTokens !== undefined && told.outputTokens !== undefined;
  if (reading.complete && exact) {
    const tokens = { ...tokensOf(reading, inputEstimate), outputTokens: told.outputTokens ?? 0 };
    return { ...known, status: 'settled', tokens };
  }
  return { ...known, status: 'estimated', tokens: tokensOf(reading, inputEstimate), error: reason || reading.errorType || 'no_usage' };
}
