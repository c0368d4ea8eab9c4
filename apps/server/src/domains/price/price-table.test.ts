import { calcPrice } from '@pydantic/genai-prices';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Tokens, tableCost, tableModels, tableName, tableRates } from './price-table.ts';

const at = Date.parse('2026-11-20T12:00:00Z');
const tokens = fc.record({
  inputTokens: fc.integer({ min: 0, max: 400_000 }),
  outputTokens: fc.integer({ min: 0, max: 64_000 }),
  cacheReadTokens: fc.integer({ min: 0, max: 400_000 }),
  cacheWriteTokens: fc.integer({ min: 0, max: 100_000 }),
});

function byLibrary(providerId: string, model: string, used: Tokens, when: number): number {
  const usage = {
    input_tokens: used.inputTokens + used.cacheReadTokens + used.cacheWriteTokens,
    output_tokens: used.outputTokens,
    cache_read_tokens: used.cacheReadTokens,
    cache_write_tokens: used.cacheWriteTokens,
  };
  return (calcPrice(usage, model, { providerId, timestamp: new Date(when) })?.total_price ?? 0) * 1e9;
}

const models = [
  ['anthropic', 'claude-sonnet-4-5'],
  ['anthropic', 'claude-opus-4-1-20250805'],
  ['openai', 'gpt-5-codex'],
  ['google', 'gemini-2.5-pro'],
  ['deepseek', 'deepseek-chat'],
  ['perplexity', 'sonar-pro'],
] as const;

test.each(models)('%s %s costs what the price table says, in every tier and at every hour', (provider, model) => {
  const moment = fc.integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: at });
  fc.assert(
    fc.property(tokens, moment, (used, when) => {
      expect(Math.abs((tableCost(provider, model, used, when) ?? -1e9) - byLibrary(provider, model, used, when))).toBeLessThanOrEqual(1);
    }),
  );
});

test.each(models.slice(0, 5))('%s %s never costs more than its dearest rates', (provider, model) => {
  const rates = tableRates(provider, model, 5_000_000, at);
  if (!rates) throw new Error('no price');
  fc.assert(
    fc.property(tokens, (used) => {
      const most =
        used.inputTokens * rates.inputNano +
        used.outputTokens * rates.outputNano +
        used.cacheReadTokens * rates.cacheReadNano +
        used.cacheWriteTokens * rates.cacheWriteNano;
      expect(tableCost(provider, model, used, at)).toBeLessThanOrEqual(Math.ceil(most) + 1);
    }),
  );
});

test('the dearest rates are those of the longest inputs', () => {
  const usual =
    (tableCost('google', 'gemini-2.5-pro', { inputTokens: 1000, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 }, at) ?? 0) /
    1000;
  expect(tableRates('google', 'gemini-2.5-pro', 5_000_000, at)?.inputNano).toBeCloseTo(2 * usual);
});

test('a model without a price has none, which is not free', () => {
  const some = { inputTokens: 1, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 };
  expect(tableCost('anthropic', 'fake-model', some, at)).toBeNull();
  expect(tableCost('', '', some, at)).toBeNull();
  expect(tableRates('anthropic', 'fake-model', 5_000_000, at)).toBeNull();
});

test('the table knows a model by the names of its releases too', () => {
  expect(tableName('anthropic', 'claude-sonnet-4-5-20250929', at)).toBe('claude-sonnet-4-5');
  expect(tableName('anthropic', 'fake-model', at)).toBeNull();
});

test('every listed model has a price, the one that its name is charged with', async () => {
  const listed = await tableModels();
  expect(new Set(listed.map(({ provider }) => provider)).size).toBeGreaterThan(30);
  const wrong = listed.filter((one) => {
    const shown = one.priceAt(at);
    const usual = calcPrice({}, one.model, { providerId: one.provider, timestamp: new Date(at) });
    return !shown || shown.name !== one.model || (usual && usual.model.id !== one.model);
  });
  expect(wrong.map(({ provider, model }) => `${provider} ${model}`)).toEqual([]);
});

test('a listed price is that of the moment', async () => {
  const chat = (await tableModels()).find(({ model }) => model === 'deepseek-chat');
  const input = (time: string) => chat?.priceAt(Date.parse(`2026-11-20T${time}:00Z`))?.base.inputNano;
  expect([input('00:29'), input('00:30'), input('16:29'), input('16:30')]).toEqual([135, 270, 270, 135]);
});
