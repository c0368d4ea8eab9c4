import type { Reading } from '../protocol.ts';
import { isRecord, tokenCount } from '../untrusted.ts';

const kinds = {
  input_tokens: 'inputTokens',
  output_tokens: 'outputTokens',
  cache_read_input_tokens: 'cacheReadTokens',
  cache_creation_input_tokens: 'cacheWriteTokens',
} as const;

/**
 * Anthropic's `usage`, which counts cached tokens apart from the input as our ledger does. Every report is cumulative, so what it names
 * replaces what was told before.
 */
export function tellUsage({ told, details }: Reading, usage: unknown): void {
  if (!isRecord(usage)) return;
  for (const [name, ours] of Object.entries(kinds)) {
    const count = tokenCount(usage[name]);
    if (count !== undefined) told[ours] = count;
  }
  const { cache_creation: written, server_tool_use: tools } = usage;
  if (isRecord(written)) details.cacheWrite1hTokens = tokenCount(written.ephemeral_1h_input_tokens) || undefined;
  if (!isRecord(tools)) return;
  details.webSearches = tokenCount(tools.web_search_requests) || undefined;
  details.webFetches = tokenCount(tools.web_fetch_requests) || undefined;
}
