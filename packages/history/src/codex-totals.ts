import { z } from 'zod';
import { type JsonObject, tokens, without } from './untrusted.ts';

/** Codex's token counts: `cached` and `cacheWrite` are parts of `input`, `reasoning` is a part of `output`. */
export const CodexTokens = z.object({
  input: z.number(),
  cached: z.number(),
  cacheWrite: z.number(),
  output: z.number(),
  reasoning: z.number(),
});
export type CodexTokens = z.infer<typeof CodexTokens>;

export const codexTokens = (usage: JsonObject | null): CodexTokens => ({
  input: tokens(usage?.input_tokens),
  cached: tokens(usage?.cached_input_tokens),
  cacheWrite: tokens(usage?.cache_write_input_tokens),
  output: tokens(usage?.output_tokens),
  reasoning: tokens(usage?.reasoning_output_tokens),
});

const fields = ['input', 'cached', 'cacheWrite', 'output', 'reasoning'] as const;

export const isSame = (one: CodexTokens, other: CodexTokens): boolean => fields.every((field) => one[field] === other[field]);

export const isNothing = (usage: CodexTokens): boolean => fields.every((field) => usage[field] === 0);

export const vector = (usage: CodexTokens): string => fields.map((field) => usage[field]).join('.');

/**
 * What was used between two cumulative totals; null if the counter began again in between: it then fell, or stands at
 * exactly what its last request took.
 */
export function difference(before: CodexTokens, after: CodexTokens, last: CodexTokens): CodexTokens | null {
  const isRestarted = fields.some((field) => after[field] < before[field]) || (isSame(after, last) && !isSame(after, before));
  if (isRestarted && !isNothing(before)) return null;
  return {
    input: after.input - before.input,
    cached: after.cached - before.cached,
    cacheWrite: after.cacheWrite - before.cacheWrite,
    output: after.output - before.output,
    reasoning: after.reasoning - before.reasoning,
  };
}

/** The figures as a report has them, where no token stands twice in input and cache. */
export function asReported(usage: CodexTokens) {
  const cacheReadTokens = Math.min(usage.cached, usage.input);
  const cacheWriteTokens = Math.min(usage.cacheWrite, usage.input - cacheReadTokens);
  return {
    inputTokens: without(usage.input, cacheReadTokens, cacheWriteTokens),
    outputTokens: usage.output,
    cacheReadTokens,
    cacheWriteTokens,
    reasoningTokens: Math.min(usage.reasoning, usage.output),
  };
}
