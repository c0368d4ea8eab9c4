import { calcPrice } from '@pydantic/genai-prices';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { costNano } from './prices.ts';

const at = Date.parse('2026-11-20T12:00:00Z');
const tokens = fc.record({
  inputTokens: fc.integer({ min: 0, max: 400_000 }),
  outputTokens: fc.integer({ min: 0, max: 64_000 }),
  cacheReadTokens: fc.integer({ min: 0, max: 400_000 }),
  cacheWriteTokens: fc.integer({ min: 0, max: 100_000 }),
});

test.each([
  ['anthropic', 'claude-sonnet-4-5'],
  ['anthropic', 'claude-opus-4-1-20250805'],
  ['openai', 'gpt-5-codex'],
  ['google', 'gemini-2.5-pro'],
])('%s %s costs what the price table says, in every tier', (provider, model) => {
  fc.assert(
    fc.property(tokens, (used) => {
      const usage = {
        input_tokens: used.inputTokens + used.cacheReadTokens + used.cacheWriteTokens,
        output_tokens: used.outputTokens,
        cache_read_tokens: used.cacheReadTokens,
        cache_write_tokens: used.cacheWriteTokens,
      };
      const price = calcPrice(usage, model, { providerId: provider, timestamp: new Date(at) });
      expect(Math.abs((costNano(provider, model, used, at) ?? -1e9) - (price?.total_price ?? 0) * 1e9)).toBeLessThanOrEqual(1);
    }),
  );
});

test('a model without a price has none, which is not free', () => {
  expect(costNano('anthropic', 'fake-model', { inputTokens: 1, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 }, at)).toBeNull();
  expect(costNano('', '', { inputTokens: 1, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 }, at)).toBeNull();
});
