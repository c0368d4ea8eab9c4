import { afterAll, beforeAll, expect, test } from 'vitest';
import { newToken } from '../test/llm-door.ts';
import { type JsonSchema, procedures, sample } from '../test/procedures.ts';
import { asked, sessionPlace, started } from '../test/session-place.ts';
import { startTestServer, type TestServer, type TestTenant } from '../test/test-server.ts';
import { report } from '../test/usage-report.ts';

let server: TestServer;
let own: TestTenant;
let foreign: Record<string, string>;

beforeAll(async () => {
  server = await startTestServer();
  own = await server.tenant();
  foreign = await recordsOf(await server.tenant());
});
afterAll(() => server.close());

/** One record of each kind, by the input field that names it. A procedure with a new kind of id fails until it stands here. */
async function recordsOf(tenant: TestTenant): Promise<Record<string, string>> {
  const person = await tenant.person('user');
  const { items } = await person.client.auth.signIns.query();
  const machine = await tenant.machine();
  const { id: sessionId } = await tenant.admin.client.session.create.mutate({ machineId: machine.id, tool: 'claude-code', cwd: '/tmp' });
  const key = await tenant.admin.client.providerKey.create.mutate({ provider: 'anthropic', name: 'Key', apiKey: 'sk-ant-example' });
  const apiToken = await tenant.admin.client.apiToken.create.mutate({ name: 'Token' });
  await newToken(server, tenant, machine, sessionId);
  const [proxyToken] = (await tenant.admin.client.proxyToken.list.query({})).items;
  const rates = { input: 1, output: 1, cacheRead: 1, cacheWrite: 1 };
  const price = await tenant.admin.client.price.set.mutate({ model: 'own', rates });
  const subject = { type: 'tenant' as const, id: tenant.id };
  const quota = await tenant.admin.client.quota.set.mutate({ subject, metric: 'requests', period: 'day', limit: 1 });
  await machine.client.collection.push.mutate({ reports: [report()] });
  const [usage] = (await tenant.admin.client.usage.events.query({})).items;
  const { push } = sessionPlace(server, tenant, machine).follow(sessionId);
  await push(started, asked('r1'));
  await tenant.admin.client.session.respond.mutate({ sessionId, requestId: 'r1', decision: 'allow_always' });
  const [rule] = (await tenant.admin.client.session.rules.query({})).items;
  const [entry] = (await tenant.admin.client.audit.list.query({})).items;
  return {
    apiTokenId: apiToken.id,
    priceOverrideId: price.id,
    proxyTokenId: proxyToken?.id ?? '',
    providerKeyId: key.id,
    quotaId: quota.id,
    auditId: entry?.id ?? '',
    userId: person.id,
    signInId: items[0]?.id ?? '',
    machineId: machine.id,
    sessionId,
    ruleId: rule?.id ?? '',
    usageEventId: usage?.id ?? '',
  };
}

/** Fields that name a record which the caller must be allowed to see. Filters and cursors are optional and only narrow. */
function idFields(input: JsonSchema | null): string[] {
  return (input?.required ?? []).filter((name) => /Id$/.test(name) && input?.properties?.[name]?.format === 'uuid');
}

async function call(path: string, type: string, token: string, input: unknown) {
  const authorization = `Bearer ${token}`;
  return type === 'query'
    ? server.app.inject({ url: `/trpc/${path}?input=${encodeURIComponent(JSON.stringify({ json: input }))}`, headers: { authorization } })
    : server.app.inject({ method: 'POST', url: `/trpc/${path}`, headers: { authorization }, payload: { json: input } });
}

const byId = procedures().filter(
  ({ input, meta, type }) => idFields(input).length > 0 && meta?.access.kind !== 'agentOnly' && type !== 'subscription',
);

test('every kind of id has a foreign record to try with', () => {
  const missing = byId.flatMap(({ path, input }) => idFields(input).map((name) => [path, name])).filter(([, name]) => !foreign[name ?? '']);
  expect(missing).toEqual([]);
});

test.each(byId)("$path does not find another tenant's record", async ({ path, type, input }) => {
  for (const name of idFields(input)) {
    const value = sample(input ?? {}, { [name]: foreign[name] ?? '' });
    const response = await call(path, type, own.admin.token, value);
    expect(response.json().error?.json.data.ace.code, `${path} with a foreign ${name}`).toBe('NOT_FOUND');
  }
});
