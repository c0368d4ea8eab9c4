import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY, HOUR } from '#platform/clock';
import { inRawTx, inTx } from '#platform/db/tx';
import { refusal, startTestServer, type TestServer, type TestTenant } from '../../../test/test-server.ts';
import { tenantPrices } from './index.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const SONNET = 'claude-sonnet-4-5';
const rates = { input: 2, output: 10, cacheRead: 0.2, cacheWrite: 2.5 };
const million = { inputTokens: 1_000_000, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 };

const set = (tenant: TestTenant, changed: object = {}) =>
  tenant.admin.client.price.set.mutate({ provider: 'anthropic', model: SONNET, rates, ...changed });
const pricesOf = ({ id }: { id: string }) => tenantPrices({ db: server.deps.db, tenantId: id });
const instant = (at: number) => new Date(at).toISOString();

/** What a million input tokens cost the tenant, in USD. */
async function inputPrice(tenant: TestTenant, provider: string, model: string, at = server.deps.clock.now()): Promise<number | null> {
  const { costNano } = (await pricesOf(tenant)).price(provider, model, million, at);
  return costNano === null ? null : costNano / 1e9;
}

describe('a price', () => {
  test('is the table’s where nobody set one, and none where the table has none', async () => {
    const prices = await pricesOf(await server.tenant());
    const now = server.deps.clock.now();
    expect(prices.price('anthropic', SONNET, { ...million, inputTokens: 1000 }, now)).toEqual({
      costNano: 3_000_000,
      priceVersion: expect.stringMatching(/^genai-prices \d/),
    });
    expect(prices.price('anthropic', 'model-of-our-own', million, now).costNano).toBeNull();
    expect(prices.rates('anthropic', 'model-of-our-own', 1, now)).toBeNull();
    expect(prices.rates('anthropic', SONNET, 500_000, now)?.inputNano).toBeCloseTo(6000);
  });

  test('of one’s own wins over the table, and says so', async () => {
    const tenant = await server.tenant();
    const { id } = await set(tenant);
    const prices = await pricesOf(tenant);
    const now = server.deps.clock.now();
    const tokens = { inputTokens: 3, outputTokens: 5, cacheReadTokens: 7, cacheWriteTokens: 11 };
    expect(prices.price('anthropic', SONNET, tokens, now)).toEqual({ costNano: 84_900, priceVersion: `override ${id}` });
    expect(prices.rates('anthropic', SONNET, 500_000, now)).toEqual({
      inputNano: 2000,
      outputNano: 10_000,
      cacheReadNano: 200,
      cacheWriteNano: 2500,
    });
    expect(await inputPrice(await server.tenant(), 'anthropic', SONNET)).not.toBe(2);
  });

  test('of a listed model holds for the names of its releases too, unless one has its own', async () => {
    const tenant = await server.tenant();
    await set(tenant);
    expect(await inputPrice(tenant, 'anthropic', `${SONNET}-20250929`)).toBe(2);
    expect(await inputPrice(tenant, 'anthropic', 'claude-opus-4-5')).toBe(5);
    await set(tenant, { model: `${SONNET}-20250929`, rates: { ...rates, input: 1 } });
    expect(await inputPrice(tenant, 'anthropic', `${SONNET}-20250929`)).toBe(1);
    expect(await inputPrice(tenant, 'anthropic', SONNET)).toBe(2);
  });

  test('for one provider comes before one for all, however old it is', async () => {
    const tenant = await server.tenant();
    await set(tenant, { model: 'own', effectiveFrom: instant(0) });
    await set(tenant, { model: 'own', provider: '', rates: { ...rates, input: 9 } });
    expect(await inputPrice(tenant, 'anthropic', 'own')).toBe(2);
    expect(await inputPrice(tenant, 'openai-compatible', 'own')).toBe(9);
    expect(await inputPrice(tenant, '', 'own')).toBe(9);
  });

  test('holds from its time on, and the newest is the one', async () => {
    const tenant = await server.tenant();
    const now = server.deps.clock.now();
    const from = (at: number, input: number) => set(tenant, { model: 'own', effectiveFrom: instant(at), rates: { ...rates, input } });
    await from(now - DAY, 2);
    await from(now + DAY, 8);
    await from(now - HOUR, 4);
    await from(now - DAY, 1);
    const input = (at: number) => inputPrice(tenant, 'anthropic', 'own', at);
    expect(await Promise.all([now - 2 * DAY, now - DAY, now - HOUR - 1, now - HOUR, now, now + DAY].map(input))).toEqual([
      null,
      1,
      1,
      4,
      4,
      8,
    ]);
  });

  test('that was deleted gives way to the one before', async () => {
    const tenant = await server.tenant();
    await set(tenant);
    const { id: priceOverrideId } = await set(tenant, { rates: { ...rates, input: 7 } });
    expect(await inputPrice(tenant, 'anthropic', SONNET)).toBe(7);
    const { delete: remove } = tenant.admin.client.price;
    expect(await remove.mutate({ priceOverrideId })).toMatchObject({ id: priceOverrideId });
    expect(await inputPrice(tenant, 'anthropic', SONNET)).toBe(2);
    expect((await refusal(remove.mutate({ priceOverrideId }))).code).toBe('NOT_FOUND');
  });

  test('is exact, however large, and rounded once', async () => {
    const tenant = await server.tenant();
    await set(tenant, { model: 'own', rates: { input: 999_999.999_999_999, output: 0.000_000_001, cacheRead: 0.3, cacheWrite: 3.75 } });
    const prices = await pricesOf(tenant);
    const count = fc.integer({ min: 0, max: 9_000_000 });
    fc.assert(
      fc.property(fc.record({ inputTokens: count, outputTokens: count, cacheReadTokens: count, cacheWriteTokens: count }), (used) => {
        const parts = [
          BigInt(used.inputTokens) * 999_999_999_999_999n,
          BigInt(used.outputTokens),
          BigInt(used.cacheReadTokens) * 300_000_000n,
          BigInt(used.cacheWriteTokens) * 3_750_000_000n,
        ];
        const sum = parts.reduce((a, b) => a + b);
        const { costNano } = prices.price('', 'own', used, server.deps.clock.now());
        // Set for Anthropic alone: no other provider has it.
        expect(costNano).toBeNull();
        expect(prices.price('anthropic', 'own', used, server.deps.clock.now()).costNano).toBe(Number((sum + 500_000n) / 1_000_000n));
      }),
    );
  });

  test('is read alike by a reader and in transactions of both kinds', async () => {
    const tenant = await server.tenant();
    await set(tenant, { effectiveFrom: instant(0) });
    const ctx = { ...server.deps, tenantId: tenant.id };
    const price = async (base: Parameters<typeof tenantPrices>[0]) =>
      (await tenantPrices(base)).price('anthropic', SONNET, million, DAY).costNano;
    expect([await price(ctx), await inTx(ctx, price), await inRawTx(ctx, price)]).toEqual([2e9, 2e9, 2e9]);
  });
});

describe('setting', () => {
  test('makes a new row each time, newest first, by whoever did it', async () => {
    const tenant = await server.tenant();
    const { client, username } = tenant.admin;
    const first = await set(tenant, { effectiveFrom: '2026-01-01T00:00:00.000Z' });
    const second = await set(tenant, { rates: { ...rates, input: 3.000_000_001 } });
    await set(tenant, { model: 'own' });
    expect(first).toMatchObject({
      provider: 'anthropic',
      model: SONNET,
      rates,
      effectiveFrom: '2026-01-01T00:00:00.000Z',
      createdBy: username,
    });
    expect(second.rates.input).toBe(3.000_000_001);
    expect(second.effectiveFrom).toBe(second.createdAt);
    const { items, nextCursor } = await client.price.overrides.query({ model: SONNET, limit: 1 });
    expect(items).toEqual([second]);
    expect((await client.price.overrides.query({ model: SONNET, cursor: nextCursor })).items).toEqual([first]);
    await client.price.delete.mutate({ priceOverrideId: first.id });
    expect((await client.price.overrides.query({})).items.map(({ model }) => model)).toEqual(['own', SONNET]);
  });

  test('and deleting are told when they are done, and leave entries in the audit log', async () => {
    const tenant = await server.tenant();
    const told: string[] = [];
    const stop = server.deps.events.on('price.changed', ({ tenantId }) => void told.push(tenantId));
    const { id: priceOverrideId } = await set(tenant);
    await tenant.admin.client.price.delete.mutate({ priceOverrideId });
    stop();
    expect(told).toEqual([tenant.id, tenant.id]);
    const { items } = await tenant.admin.client.audit.list.query({ search: 'price.' });
    expect(items.map(({ action, resourceName }) => [action, resourceName])).toEqual([
      ['price.delete', SONNET],
      ['price.set', SONNET],
    ]);
    expect(JSON.parse(items[1]?.after ?? '')).toMatchObject({
      provider: 'anthropic',
      inputNano: 2_000_000_000,
      outputNano: 10_000_000_000,
    });
  });

  test('is for administrators alone; looking is for whoever sees figures', async () => {
    const { person } = await server.tenant();
    for (const role of ['manager', 'user', 'readonly'] as const) {
      const { price } = (await person(role)).client;
      expect((await refusal(price.set.mutate({ model: SONNET, rates }))).code).toBe('FORBIDDEN');
      expect((await refusal(price.overrides.query({}))).code).toBe('FORBIDDEN');
      expect((await price.list.query({ limit: 1 })).items).toHaveLength(1);
      expect((await price.unpriced.query()).items).toEqual([]);
    }
  });
});

describe('the list', () => {
  const list = (tenant: TestTenant, input: object = {}) => tenant.admin.client.price.list.query({ limit: 200, ...input });

  test('has every model of the table once, page by page', async () => {
    const tenant = await server.tenant();
    await set(tenant, { provider: 'anthropic', model: 'own' });
    const names: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await list(tenant, { cursor });
      names.push(...page.items.map(({ provider, model }) => `${provider}\u0001${model}`));
      cursor = page.nextCursor;
    } while (cursor);
    expect(names.length).toBeGreaterThan(1000);
    expect(names).toEqual([...new Set(names)].sort());
    expect(names).toContain('anthropic\u0001own');
  });

  test('finds by model or provider, whatever the case', async () => {
    const tenant = await server.tenant();
    const found = await list(tenant, { search: 'SONNET-4-5', provider: 'anthropic' });
    expect(found.items.map(({ model }) => model)).toEqual([SONNET]);
    expect(found.items[0]).toMatchObject({
      provider: 'anthropic',
      rates: { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 },
      tieredFrom: 200_000,
      source: 'table',
      overrideId: null,
    });
    expect(found.providers).toEqual([...found.providers].sort());
    expect(found.providers).toEqual(expect.arrayContaining(['anthropic', 'google', 'openai']));
    expect((await list(tenant, { search: 'GOOGLE' })).items.length).toBeGreaterThan(10);
    expect((await list(tenant, { search: 'no such model' })).items).toEqual([]);
  });

  test('tells since when a price of the table holds', async () => {
    const { items } = await list(await server.tenant(), { provider: 'openai', search: 'o3' });
    expect(items.find(({ model }) => model === 'o3')).toMatchObject({ effectiveFrom: '2025-06-10T00:00:00.000Z', rates: { input: 2 } });
    expect(items.find(({ model }) => model === 'o3-mini')).toMatchObject({ effectiveFrom: null });
  });

  test('shows an override in the place of the table’s price, and as a row of its own where the table has none', async () => {
    const tenant = await server.tenant();
    const { id } = await set(tenant);
    const own = await set(tenant, { provider: '', model: 'model-of-our-own' });
    await set(tenant, { model: 'not-yet', effectiveFrom: instant(server.deps.clock.now() + DAY) });
    const { items, nextCursor } = await list(tenant, { overridesOnly: true });
    expect(items.map(({ provider, model, overrideId }) => [provider, model, overrideId])).toEqual([
      ['', 'model-of-our-own', own.id],
      ['anthropic', SONNET, id],
    ]);
    expect(items[1]).toMatchObject({ rates, source: 'override', version: `override ${id}`, tieredFrom: null });
    expect(nextCursor).toBeNull();
    expect((await list(tenant, { search: SONNET, provider: 'anthropic' })).items).toHaveLength(1);
  });

  test('shows an override for every provider in all rows of its model', async () => {
    const tenant = await server.tenant();
    await set(tenant, { provider: '', model: 'gpt-4o' });
    const { items } = await list(tenant, { overridesOnly: true });
    expect(items.length).toBeGreaterThan(1);
    expect(items.map(({ model }) => model)).toEqual(items.map(() => 'gpt-4o'));
    expect(items.map(({ provider }) => provider)).toContain('openai');
  });

  test('pages through names of any form', async () => {
    const tenant = await server.tenant();
    for (const [provider, model] of [
      ['9:a', 'b'],
      ['9', ':ab'],
      ['', '1:x'],
      ['\n', '\n…'],
      ['p'.repeat(100), 'm'.repeat(199)],
    ]) {
      await set(tenant, { provider, model: `${model}x` });
    }
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof list>> = await list(tenant, { overridesOnly: true, limit: 1, cursor });
      seen.push(...page.items.map(({ overrideId }) => overrideId ?? ''));
      cursor = page.nextCursor;
    } while (cursor);
    expect(new Set(seen).size).toBe(5);
    expect((await refusal(list(tenant, { cursor: 'nonsense' }))).reason).toBe('unknown_cursor');
  });
});

describe('models without a price', () => {
  async function used(tenant: TestTenant, changed: object) {
    const zero = {
      inputTokens: 0,
      outputTokens: 0,
      cacheReadTokens: 0,
      cacheWriteTokens: 0,
      reasoningTokens: 0,
      failedRequests: 0,
      costNano: 0,
      billedNano: 0,
    };
    const names = { userId: tenant.admin.id, machineId: '', projectId: '', tool: '', provider: 'openai-compatible', providerKeyId: '' };
    const data = { ...zero, ...names, tenantId: tenant.id, day: '', model: 'own', requests: 5, unpricedRequests: 5, ...changed };
    await server.deps.database.transaction((db) => db.usageDay.create({ data }));
  }
  const dayBefore = (days: number) => instant(server.deps.clock.now() - days * DAY).slice(0, 10);

  test('are those of thirty days that still have none', async () => {
    const tenant = await server.tenant();
    const { client } = tenant.admin;
    await used(tenant, { day: dayBefore(29) });
    await used(tenant, { day: dayBefore(3), unpricedRequests: 2 });
    await used(tenant, { day: dayBefore(1), model: 'priced-since' });
    await used(tenant, { day: dayBefore(1), model: SONNET, provider: 'anthropic' });
    await used(tenant, { day: dayBefore(1), model: 'all-priced', unpricedRequests: 0 });
    await used(tenant, { day: dayBefore(30), model: 'long-ago' });
    await used(tenant, { day: dayBefore(1), model: '' });
    await used(await server.tenant(), { day: dayBefore(1), model: 'somebody-else’s' });
    await set(tenant, { provider: '', model: 'priced-since' });
    expect(await client.price.unpriced.query()).toEqual({
      items: [{ provider: 'openai-compatible', model: 'own', requests: 7, lastDay: dayBefore(3) }],
    });
  });

  test('are one’s own for whoever is no administrator', async () => {
    const tenant = await server.tenant();
    const person = await tenant.person('user');
    await used(tenant, { day: dayBefore(1) });
    await used(tenant, { day: dayBefore(1), model: 'mine', userId: person.id });
    expect((await person.client.price.unpriced.query()).items.map(({ model }) => model)).toEqual(['mine']);
    expect((await tenant.admin.client.price.unpriced.query()).items).toHaveLength(2);
  });
});
