import type { ToldTokens } from '../protocol.ts';
import { isRecord, tokenCount } from '../untrusted.ts';

const fields = {
  input_tokens: 'inputTokens',
  output_tokens: 'outputTokens',
  cache_read_input_tokens: 'cacheReadTokens',
  cache_creation_input_tokens: 'cacheWriteTokens',
} as const;

/**
 * Anthropic's `usage`, which counts cached tokens apart from the input as our ledger does. Every report is cumulative, so what it names
 * replaces what was told before.
 */
export function tellUsage(told: ToldTokens, usage: unknown): void {
  if (!isRecord(usage)) return;
  for (const [name, ours] of Object.entries(fields)) {
    const count = tokenCount(usage[name]);
    if (count !== undefined) told[ours] = count;
  }
}
