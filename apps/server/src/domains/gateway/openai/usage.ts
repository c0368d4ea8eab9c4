import type { Reading } from '../protocol.ts';
import { isRecord, tokenCount } from '../untrusted.ts';

type Usage = Record<string, unknown>;

const partOf = (details: unknown, ...names: string[]): number | undefined => {
  if (!isRecord(details)) return undefined;
  return names.map((name) => tokenCount(details[name])).find((count) => count !== undefined);
};

/**
 * The `usage` of chat completions (prompt, completion) or of responses (input, output). Here cached tokens are a part of the input, and
 * providers that write caches for money name those as a part too; our ledger counts all three apart. What is told again replaces.
 */
export function tellUsage(reading: Reading, usage: unknown): void {
  if (!isRecord(usage)) return;
  const { told, details } = reading;
  const input = tokenCount(usage.prompt_tokens ?? usage.input_tokens);
  const output = tokenCount(usage.completion_tokens ?? usage.output_tokens);
  const inputDetails = usage.prompt_tokens_details ?? usage.input_tokens_details;
  const outputDetails = usage.completion_tokens_details ?? usage.output_tokens_details;
  const cacheRead = partOf(inputDetails, 'cached_tokens') ?? tokenCount(usage.prompt_cache_hit_tokens) ?? 0;
  const cacheWrite = partOf(inputDetails, 'cache_creation_tokens', 'cache_write_tokens') ?? 0;
  if (input !== undefined) {
    told.cacheReadTokens = Math.min(cacheRead, input);
    told.cacheWriteTokens = Math.min(cacheWrite, input - told.cacheReadTokens);
    told.inputTokens = input - told.cacheReadTokens - told.cacheWriteTokens;
  }
  if (output !== undefined) {
    told.outputTokens = output;
    told.reasoningTokens = Math.min(partOf(outputDetails, 'reasoning_tokens') ?? 0, output);
  }
  details.audioInputTokens = partOf(inputDetails, 'audio_tokens') || undefined;
  details.imageInputTokens = partOf(inputDetails, 'image_tokens') || undefined;
  details.audioOutputTokens = partOf(outputDetails, 'audio_tokens') || undefined;
}

/** Of embeddings, which have no output. */
export function tellEmbeddingUsage({ told }: Reading, usage: Usage): void {
  told.inputTokens = tokenCount(usage.prompt_tokens);
  told.outputTokens = 0;
}
