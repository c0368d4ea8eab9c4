import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { systemCtx } from '#platform/context';
import { randomSecret, writeSecrets } from '#platform/crypto';
import { refusal, startTestServer, type TestServer, type TestTenant } from '../../../test/test-server.ts';
import { createKeyCabinet } from './index.ts';
import { rotateKeys } from './rotate-keys.ts';
import { testProviderKey } from './test-key.ts';

const SECRET = 'sk-ant-canary-3d0f9a7c-5b21-e8f4';

/** One that may reach loopback, as an administrator would allow it, and one as it comes. */
let server: TestServer;
let strict: TestServer;
beforeAll(async () => {
  server = await startTestServer({ OPENACE_ALLOW_PRIVATE_UPSTREAMS: 'true' });
  strict = await startTestServer();
});
afterAll(() => Promise.all([server.close(), strict.close()]));

const undo: (() => void)[] = [];
afterEach(() => {
  for (const step of undo.splice(0)) step();
});

const create = (tenant: TestTenant, changed: object = {}) =>
  tenant.admin.client.providerKey.create.mutate({ provider: 'anthropic', name: 'Main', apiKey: SECRET, ...changed });

async function provider(answer: RequestListener): Promise<string> {
  const upstream = createServer(answer);
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  undo.push(() => {
    upstream.closeAllConnections();
    upstream.close();
  });
  return `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
}

describe('a key', () => {
  test('is shown by its last four characters, and never otherwise', async () => {
    const tenant = await server.tenant();
    const { client } = tenant.admin;
    const key = await create(tenant);
    expect(key).toMatchObject({ lastFour: SECRET.slice(-4), baseUrl: 'https://api.anthropic.com', enabled: true, test: null });
    const updated = await client.providerKey.update.mutate({ providerKeyId: key.id, name: 'Renamed', enabled: false });
    const all = [key, updated, await client.providerKey.get.query({ providerKeyId: key.id }), await client.providerKey.list.query({})];
    const deleted = await client.providerKey.delete.mutate({ providerKeyId: key.id });
    expect(JSON.stringify([...all, deleted, await client.audit.list.query({})])).not.toContain(SECRET.slice(0, -4));
    expect((await refusal(client.providerKey.get.query({ providerKeyId: key.id }))).code).toBe('NOT_FOUND');
    expect((await create(tenant, { name: 'Short', apiKey: 'abcd123' })).lastFour).toBe('');
  });

  test('is sealed for its own row: moved to another, it does not open', async () => {
    const tenant = await server.tenant();
    const [one, two] = [await create(tenant), await create(tenant, { name: 'Other', apiKey: 'sk-other-secret' })];
    const { db, database } = server.deps;
    const row = await db.providerKey.findUniqueOrThrow({ where: { id: one.id } });
    expect(JSON.stringify(row)).not.toContain(SECRET.slice(4, 12));
    await database.transaction((tx) => tx.providerKey.update({ where: { id: two.id }, data: { sealed: row.sealed } }));
    const usable = await createKeyCabinet(server.deps).usable(tenant.id);
    expect(usable.map(({ id, secret }) => [id, secret])).toEqual([[one.id, SECRET]]);
  });

  test('replaced, disabled or deleted is so for the next call at once', async () => {
    const tenant = await server.tenant();
    const cabinet = createKeyCabinet(server.deps);
    const secrets = async () => (await cabinet.usable(tenant.id)).map(({ secret }) => secret);
    const { id: providerKeyId } = await create(tenant);
    const { update, delete: remove } = tenant.admin.client.providerKey;
    expect(await secrets()).toEqual([SECRET]);
    await update.mutate({ providerKeyId, apiKey: 'sk-replaced' });
    expect(await secrets()).toEqual(['sk-replaced']);
    await update.mutate({ providerKeyId, enabled: false });
    expect(await secrets()).toEqual([]);
    await update.mutate({ providerKeyId, enabled: true });
    await remove.mutate({ providerKeyId });
    expect(await secrets()).toEqual([]);
  });

  test('has a name of its own within the tenant', async () => {
    const tenant = await server.tenant();
    await create(tenant);
    expect(await refusal(create(tenant))).toMatchObject({ code: 'CONFLICT', reason: 'name_taken' });
    const other = await create(tenant, { name: 'Second' });
    const { update } = tenant.admin.client.providerKey;
    expect((await refusal(update.mutate({ providerKeyId: other.id, name: 'Main' }))).reason).toBe('name_taken');
    expect(await update.mutate({ providerKeyId: other.id, name: 'Second' })).toMatchObject({ name: 'Second' });
    expect(await create(await server.tenant())).toMatchObject({ name: 'Main' });
  });

  test('is for administrators alone', async () => {
    const { person } = await server.tenant();
    for (const role of ['manager', 'user', 'readonly'] as const) {
      expect((await refusal((await person(role)).client.providerKey.list.query({}))).code).toBe('FORBIDDEN');
    }
  });

  test('leaves an entry in the audit log for each change, without the secret', async () => {
    const tenant = await server.tenant();
    const { client } = tenant.admin;
    const { id: providerKeyId } = await create(tenant);
    await client.providerKey.update.mutate({
      providerKeyId,
      apiKey: 'sk-another-canary-77',
      baseUrl: 'https://proxy.example.com/anthropic/',
    });
    await client.providerKey.delete.mutate({ providerKeyId });
    const { items } = await client.audit.list.query({ search: 'provider_key' });
    expect(items.map(({ action }) => action)).toEqual(['provider_key.delete', 'provider_key.update', 'provider_key.create']);
    expect(JSON.parse(items[1]?.after ?? '')).toEqual({
      sealed: '[secret]',
      lastFour: 'y-77',
      baseUrl: 'https://proxy.example.com/anthropic',
    });
    expect(JSON.stringify(items)).not.toMatch(/canary|v1\./);
  });
});

describe('a base URL', () => {
  test.each([
    ['http://api.example.com', 'url_plain_http'],
    ['https://user:pass@api.example.com', 'url_credentials'],
    ['https://api.example.com/v1?key=x', 'url_query'],
    ['https://api.example.com/#x', 'url_query'],
    ['https://127.0.0.1:8080', 'private_address'],
    ['https://10.1.2.3', 'private_address'],
    ['https://169.254.169.254/latest', 'private_address'],
    ['https://[::1]/', 'private_address'],
    ['https://[::ffff:10.0.0.1]/', 'private_address'],
    ['https://100.64.0.9/', 'private_address'],
    ['https://2130706433/', 'private_address'],
    ['https://localhost/', 'private_address'],
    ['https://metadata.google.internal/', 'private_address'],
  ])('%s is refused beside its field: %s', async (baseUrl, reason) => {
    const tenant = await strict.tenant();
    const { code, reason: given } = await refusal(create(tenant, { baseUrl }));
    expect({ code, given }).toEqual({ code: 'INVALID', given: reason });
    const { id: providerKeyId } = await create(tenant);
    expect((await refusal(tenant.admin.client.providerKey.update.mutate({ providerKeyId, baseUrl }))).reason).toBe(reason);
  });

  test.each(['ftp://api.example.com', 'javascript:alert(1)', 'api.example.com', 'file:///etc/passwd'])('%s is none', async (baseUrl) => {
    expect((await refusal(create(await strict.tenant(), { baseUrl }))).code).toBe('INVALID');
  });

  test('on the own network is allowed where the administrator said so', async () => {
    expect(await create(await server.tenant(), { baseUrl: 'http://192.168.1.20:8080/llm/' })).toMatchObject({
      baseUrl: 'http://192.168.1.20:8080/llm',
    });
  });
});

describe('testing', () => {
  const models = JSON.stringify({ data: [{ id: 'claude-x' }] });

  async function tried(answer: RequestListener, given: object = {}, limit = 2000) {
    const tenant = await server.tenant();
    const { id: providerKeyId } = await create(tenant, { baseUrl: await provider(answer), ...given });
    const { id, username } = tenant.admin;
    const actor = {
      kind: 'user' as const,
      userId: id,
      username,
      role: 'admin' as const,
      grants: [],
      platformAdmin: false,
      mustChangePassword: false,
      tenantId: tenant.id,
      tokenId: '',
    };
    const result = await testProviderKey({ ...systemCtx(server.deps, tenant.id, 'test'), actor }, { providerKeyId }, limit);
    expect(JSON.stringify(result)).not.toContain('canary');
    const kept = await tenant.admin.client.providerKey.get.query({ providerKeyId });
    expect(kept.test).toMatchObject({ outcome: result.outcome, message: result.message });
    const { items } = await tenant.admin.client.audit.list.query({ action: 'provider_key.test' });
    expect(items).toHaveLength(1);
    return result;
  }

  const says = (status: number, body: object | string, headers: Record<string, string> = {}): RequestListener => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return (_req, res) => void res.writeHead(status, headers).end(text);
  };
  const refused = (message: string, type = 'x') => ({ type: 'error', error: { type, message } });

  test('asks for the models, with the key in its header', async () => {
    let seen: { url: string | undefined; key: unknown; version: unknown } | undefined;
    const result = await tried((req, res) => {
      seen = { url: req.url, key: req.headers['x-api-key'], version: req.headers['anthropic-version'] };
      res.end(models);
    });
    expect(result).toMatchObject({ outcome: 'ok', message: 'Anthropic took the key.' });
    expect(seen).toEqual({ url: '/v1/models?limit=1', key: SECRET, version: '2023-06-01' });
  });

  test.each([
    ['openai', '/models', 'authorization', `Bearer ${SECRET}`],
    ['openai-compatible', '/models', 'authorization', `Bearer ${SECRET}`],
    ['google', '/v1beta/models?pageSize=1', 'x-goog-api-key', SECRET],
  ] as const)('of %s asks in its own way', async (name, url, header, value) => {
    const seen: unknown[] = [];
    await tried(
      (req, res) => {
        seen.push(req.url, req.headers[header]);
        res.end(models);
      },
      { provider: name },
    );
    expect(seen).toEqual([url, value]);
  });

  test('tries one token where the provider lists no models', async () => {
    const asked: string[] = [];
    const result = await tried((req, res) => {
      asked.push(`${req.method} ${req.url}`);
      if (req.method === 'GET') res.writeHead(404).end();
      else res.end(JSON.stringify({ type: 'message', content: [] }));
    });
    expect(asked).toEqual(['GET /v1/models?limit=1', 'POST /v1/messages']);
    expect(result.outcome).toBe('ok');
  });

  test.each([
    ['a refused key', says(401, refused(`invalid x-api-key ${SECRET}`)), 'failed', /refused the key \(401\)/],
    ['a forbidden one', says(403, refused('no')), 'failed', /refused the key \(403\)/],
    [
      'a wrong path',
      says(404, 'not found'),
      'failed',
      /base URL is probably wrong; the usual one is https:\/\/api\.anthropic\.com, without \/v1/,
    ],
    ['some web page', says(200, '<html>Welcome</html>'), 'failed', /Something else answers there/],
    ['an unknown model', says(404, refused('model: claude-haiku-4-5')), 'ok', /took the key/],
    ['no credit', says(400, refused('Your credit balance is too low.')), 'failed', /400: Your credit balance is too low/],
    ['too many calls', says(429, refused('slow down')), 'failed', /limits it now \(429\): slow down/],
    ['trouble there', says(503, 'down'), 'failed', /trouble of its own \(503\)/],
    ['a redirect', says(302, '', { location: 'http://127.0.0.1:1/' }), 'failed', /redirects elsewhere, which is not followed/],
    ['a cut line', ((req) => void req.socket.destroy()) as RequestListener, 'failed', /could not be reached/],
  ])('tells %s in words that help', async (_what, answer, outcome, words) => {
    const result = await tried(answer);
    expect(result.outcome).toBe(outcome);
    expect(result.message).toMatch(words);
  });

  test('shows little of what the provider says, and nothing that could be a key', async () => {
    const { message } = await tried(says(422, refused(`bad \u001b[31m<script> ${SECRET} ${'long '.repeat(200)}`)));
    expect(message.length).toBeLessThan(250);
    for (const hidden of ['\u001b', 'canary']) expect(message).not.toContain(hidden);
  });

  test('gives up after its time', async () => {
    const started = Date.now();
    const result = await tried(() => {}, {}, 400);
    expect(result).toMatchObject({ outcome: 'failed', message: expect.stringContaining('did not answer in time') });
    expect(Date.now() - started).toBeLessThan(5000);
  });

  test('does not reach a name that leads to the own network', async () => {
    let reached = 0;
    const url = await provider((_req, res) => {
      reached++;
      res.end(models);
    });
    const tenant = await strict.tenant();
    const { id: providerKeyId } = await create(tenant);
    const baseUrl = url.replace('127.0.0.1', 'localhost');
    await strict.deps.database.transaction((db) => db.providerKey.update({ where: { id: providerKeyId }, data: { baseUrl } }));
    const result = await tenant.admin.client.providerKey.test.mutate({ providerKeyId });
    expect(result).toMatchObject({ outcome: 'failed', message: expect.stringContaining('its address is private') });
    expect(reached).toBe(0);
  });

  test('says nothing about a key that was replaced meanwhile', async () => {
    const tenant = await server.tenant();
    const { providerKey } = tenant.admin.client;
    let providerKeyId = '';
    const url = await provider(async (_req, res) => {
      await providerKey.update.mutate({ providerKeyId, apiKey: 'sk-replaced' });
      res.writeHead(401).end();
    });
    providerKeyId = (await create(tenant, { baseUrl: url })).id;
    expect((await providerKey.test.mutate({ providerKeyId })).outcome).toBe('failed');
    expect((await providerKey.get.query({ providerKeyId })).test).toBeNull();
  });
});

test('no secret is in any log', () => {
  expect([...server.logs, ...strict.logs].filter((line) => line.includes('canary'))).toEqual([]);
});

describe('rotating the secret', () => {
  test('seals every key anew, and servers that run go on', async () => {
    const tenant = await server.tenant();
    const { id } = await create(tenant);
    const { deps } = server;
    const cabinet = createKeyCabinet(deps);
    const sealedOf = async () => (await deps.db.providerKey.findUniqueOrThrow({ where: { id } })).sealed;
    const before = await sealedOf();
    const file = join(deps.config.OPENACE_DATA_DIR, 'secret.key');
    const secret = readFileSync(file, 'utf8');
    expect(await rotateKeys(deps)).toMatch(/^Sealed \d+ provider keys anew\./);
    expect(readFileSync(file, 'utf8')).not.toBe(secret);
    expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(1);
    expect(await sealedOf()).not.toBe(before);
    expect((await cabinet.usable(tenant.id)).map((key) => key.secret)).toEqual([SECRET]);
    expect(() => deps.keys.open('provider-key', before, id)).toThrow();
    // What is made now is sealed under the new secret.
    expect(deps.keys.isNewest(await sealedOf())).toBe(true);
  });

  test('broken off, it is finished by the next', async () => {
    const tenant = await server.tenant();
    const { id } = await create(tenant);
    const { deps } = server;
    const folder = deps.config.OPENACE_DATA_DIR;
    const [old = ''] = readFileSync(join(folder, 'secret.key'), 'utf8').trim().split('\n');
    const unfinished = randomSecret();
    writeSecrets(folder, [unfinished, old]);
    await rotateKeys(deps);
    expect(readFileSync(join(folder, 'secret.key'), 'utf8').trim()).toBe(unfinished);
    expect((await createKeyCabinet(deps).usable(tenant.id)).map((key) => [key.id, key.secret])).toEqual([[id, SECRET]]);
  });
});
