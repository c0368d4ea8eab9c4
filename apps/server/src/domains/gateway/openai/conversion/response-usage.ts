import type { Tokens } from '#domains/usage';
import { isRecord, tokenCount } from '../../untrusted.ts';
import type { Ending } from './response-frame.ts';

/** The figures of a response. */
export interface ResponseUsage {
  input_tokens: number;
  input_tokens_details: { cached_tokens: number };
  output_tokens: number;
  output_tokens_details: { reasoning_tokens: number };
  total_tokens: number;
}

function usage(input: number, cached: number, output: number, reasoning: number): ResponseUsage {
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: cached },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: reasoning },
    total_tokens: input + output,
  };
}

const countIn = (details: unknown, name: string): number | undefined => (isRecord(details) ? tokenCount(details[name]) : undefined);

/** The `usage` of chat completions as that of a response. Zeros where the provider tells none: clients want figures in any case. */
function usageOf(told: unknown): ResponseUsage {
  if (!isRecord(told)) return usage(0, 0, 0, 0);
  const cached = countIn(told.prompt_tokens_details, 'cached_tokens') ?? tokenCount(told.prompt_cache_hit_tokens);
  const reasoning = countIn(told.completion_tokens_details, 'reasoning_tokens');
  return usage(tokenCount(told.prompt_tokens) ?? 0, cached ?? 0, tokenCount(told.completion_tokens) ?? 0, reasoning ?? 0);
}

/** The figures of an answer that ended so. What failed claims none that nobody told. */
export const figuresOf = (told: unknown, { status }: Ending): ResponseUsage | null =>
  status === 'failed' && !isRecord(told) ? null : usageOf(told);

/** Our own figures as those of a response, which counts cached tokens as a part of the input. */
export function usageOfTokens({ inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens, reasoningTokens }: Tokens): ResponseUsage {
  return usage(inputTokens + cacheReadTokens + cacheWriteTokens, cacheReadTokens, outputTokens, reasoningTokens);
}
