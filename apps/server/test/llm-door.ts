import type { CreateProviderKey } from '@open-ace/contracts/provider-key';
import type { UsageEvent, UsageEventDetail } from '@open-ace/contracts/usage';
import { type FakeLlm, type FakeLlmOptions, startFakeLlm } from '@open-ace/testkit/fake-llm';
import { request } from 'undici';
import { expect } from 'vitest';
import { issueProxyToken } from '../src/domains/gateway/index.ts';
import { systemCtx } from '../src/platform/context.ts';
import { inTx } from '../src/platform/db/tx.ts';
import { newId } from '../src/platform/ids.ts';
import { startTestServer, type TestMachine, type TestServer, type TestTenant } from './test-server.ts';

/** The provider's own key; nothing but its header may ever hold it. */
export const PROVIDER_KEY = 'sk-ant-canary-8c1f4e0b7d2a-0042';

export interface Body {
  model?: string;
  stream?: boolean;
  max_tokens?: number;
  messages?: unknown[];
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** A server with a fake provider behind its LLM door. */
export interface LlmDoor {
  llm: FakeLlm;
  server: TestServer;
  /** A tenant with a provider key, and a session with a token. */
  place(): Promise<LlmPlace>;
  close(): Promise<void>;
}

export interface LlmPlace {
  tenant: TestTenant;
  machine: TestMachine;
  providerKeyId: string;
  sessionId: string;
  token: string;
  post(body: Body | string, headers?: Record<string, string>, path?: string): Promise<Answer>;
  /** One more key for the fake provider; answers its id. */
  addKey(key: Partial<CreateProviderKey> & Pick<CreateProviderKey, 'provider'>): Promise<string>;
  /** The calls that were made, newest first, once nothing is open any more. */
  settled(): Promise<UsageEvent[]>;
  /** Its refusals, newest first, once there were so many. */
  refused(times: number): Promise<UsageEventDetail[]>;
}

/** A prompt that says itself how the fake provider answers it. */
export const script = (...steps: object[]) => [{ role: 'user', content: `@@fake ${JSON.stringify(steps)}` }];

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

export async function postTo(url: string, body: Body | string, headers: Record<string, string>): Promise<Answer> {
  const answer = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'anthropic-version': '2023-06-01', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify({ model: 'claude-sonnet-4-5', max_tokens: 1000, ...body }),
  });
  return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
}

export async function newSession(tenant: TestTenant, machine: TestMachine): Promise<string> {
  const { id } = await tenant.admin.client.session.create.mutate({ machineId: machine.id, tool: 'claude-code', cwd: '/home/dev/proj' });
  return id;
}

/** A token for a session, as its CLI gets it. */
export function newToken(server: TestServer, tenant: TestTenant, machine: TestMachine, sessionId: string): Promise<string> {
  const holder = { tenantId: tenant.id, userId: tenant.admin.id, machineId: machine.id, sessionId };
  return inTx(systemCtx(server.deps, tenant.id, 'test'), (tx) => issueProxyToken(tx, holder));
}

export async function openLlmDoor(options: FakeLlmOptions = {}, env: Record<string, string> = {}): Promise<LlmDoor> {
  const llm = await startFakeLlm({ tokens: [PROVIDER_KEY], ...options });
  const server = await startTestServer({ OPENACE_ALLOW_PRIVATE_UPSTREAMS: 'true', ...env });
  return {
    llm,
    server,
    async place() {
      const tenant = await server.tenant();
      const machine = await tenant.machine();
      const { id: providerKeyId } = await tenant.admin.client.providerKey.create.mutate({
        provider: 'anthropic',
        name: `Key ${newId()}`,
        apiKey: PROVIDER_KEY,
        baseUrl: llm.url,
      });
      const sessionId = await newSession(tenant, machine);
      const token = await newToken(server, tenant, machine, sessionId);
      return {
        tenant,
        machine,
        providerKeyId,
        sessionId,
        token,
        post: (body, headers = bearer(token), path = '/llm/v1/messages') => postTo(`${server.url}${path}`, body, headers),
        async addKey(key) {
          const baseUrl = key.provider.startsWith('openai') ? `${llm.url}/v1` : llm.url;
          const { id } = await tenant.admin.client.providerKey.create.mutate({
            name: `Key ${newId()}`,
            apiKey: PROVIDER_KEY,
            baseUrl,
            ...key,
          });
          return id;
        },
        async settled() {
          await expect
            .poll(() => server.deps.db.usageEvent.count({ where: { tenantId: tenant.id, status: 'open' } }), { timeout: 5000 })
            .toBe(0);
          const { items } = await tenant.admin.client.usage.events.query({ limit: 1000 });
          return items.filter(({ status }) => status !== 'refused');
        },
        async refused(times) {
          const { events, event } = tenant.admin.client.usage;
          const rows = async () => (await events.query({ limit: 1000, status: 'refused' })).items;
          await expect.poll(async () => (await rows()).reduce((sum, row) => sum + row.times, 0)).toBe(times);
          return Promise.all((await rows()).map(({ id }) => event.query({ usageEventId: id })));
        },
      };
    },
    async close() {
      await server.close();
      await llm.close();
    },
  };
}
