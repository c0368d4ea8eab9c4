import type { UsableKey } from '#domains/provider-key';
import type { CallEnding, Tokens } from '#domains/usage';
import { ownWords } from './error-message.ts';
import { countInput } from './estimates.ts';
import type { Outcome } from './forward.ts';
import type { CallRequest, Reading } from './protocol.ts';
import type { Refusal } from './refusal.ts';

type Ending = Omit<CallEnding, 'id'>;
type Request = Pick<CallRequest, 'body' | 'model'>;

const none: Tokens = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 };

/** What was told, and the estimates where nothing was. */
export function tokensOf({ told }: Reading, inputEstimate: number, outputEstimate: number): Tokens {
  return {
    inputTokens: told.inputTokens ?? inputEstimate,
    outputTokens: Math.max(told.outputTokens ?? 0, outputEstimate),
    cacheReadTokens: told.cacheReadTokens ?? 0,
    cacheWriteTokens: told.cacheWriteTokens ?? 0,
    reasoningTokens: told.reasoningTokens ?? 0,
  };
}

/** The provider's own words about what went wrong. */
export const errorMessageOf = ({ meter, errorMessage }: Outcome, request: Request, { secret }: Pick<UsableKey, 'secret'>): string =>
  ownWords(meter?.reading().errorMessage || errorMessage, request, secret);

/** Of a call that was never made. */
export const refusedEnding = ({ reason, message }: Refusal): Ending => ({
  status: 'failed',
  tokens: none,
  error: reason,
  errorMessage: message,
});

/**
 * How a call stands in the ledger: settled with the provider's figures where its message is whole, estimated where it had begun, failed
 * where it had not. Estimates count with the tokenizer, which takes milliseconds: nobody waits for them any more.
 */
export function callEnding(outcome: Outcome, request: Request, key: Pick<UsableKey, 'secret'>): Ending {
  const { httpStatus, reason, requestId, firstByteMs, meter } = outcome;
  const reading = meter?.reading();
  const ending = {
    httpStatus,
    errorMessage: errorMessageOf(outcome, request, key),
    matchWitness: requestId,
    matchId: reading?.matchId ?? null,
  };
  if (!reading?.answered) {
    const error = reason || reading?.errorType || (httpStatus !== null && httpStatus >= 300 ? `http_${httpStatus}` : 'no_answer');
    return { ...ending, status: 'failed', tokens: none, error };
  }
  const { told, model, details } = reading;
  const known = { ...ending, firstByteMs, details, ...(model && { model }) };
  const exact = told.inputTokens !== undefined && told.outputTokens !== undefined;
  if (reading.complete && exact) return { ...known, status: 'settled', tokens: { ...none, ...told } };
  const inputEstimate = told.inputTokens === undefined ? countInput(request.body) : 0;
  const tokens = tokensOf(reading, inputEstimate, reading.complete && told.outputTokens !== undefined ? 0 : reading.output.tokens());
  return { ...known, status: 'estimated', tokens, error: reason || reading.errorType || 'no_usage' };
}
