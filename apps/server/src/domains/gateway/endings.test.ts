import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import Fastify from 'fastify';
import { request } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { bearer, type LlmDoor, type LlmPlace, openLlmDoor, postTo, script } from '../../../test/llm-door.ts';
import { llmRoutes } from '../../http/llm.ts';
import { countTokens } from './tokenizer.ts';

let door: LlmDoor;
beforeAll(async () => {
  door = await openLlmDoor();
});
afterAll(() => door.close());

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0)) await step();
});

/** A provider that answers as it is told; the place's key leads there from now on. */
async function provider(place: LlmPlace, answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undo.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await place.tenant.admin.client.providerKey.update.mutate({ providerKeyId: place.providerKeyId, baseUrl: url });
  return url;
}

const usage = { input: 1234, output: 567, cacheRead: 89_000, cacheWrite: 4321 };
const error = (answer: { text: string }) => JSON.parse(answer.text) as { type: string; error: { type: string; message: string } };
const onlyRow = async (place: LlmPlace) => {
  const rows = await place.settled();
  expect(rows).toHaveLength(1);
  return rows[0];
};

/** Reads a streamed answer up to some bytes, then hangs up. */
async function hangUp(place: LlmPlace, body: object, afterBytes: number): Promise<void> {
  const answer = await request(`${door.server.url}/llm/v1/messages`, {
    method: 'POST',
    headers: { ...bearer(place.token), 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'claude-sonnet-4-5', stream: true, ...body }),
  });
  let read = 0;
  try {
    for await (const part of answer.body) {
      read += part.length;
      if (read >= afterBytes) break;
    }
  } catch {
    // The provider cut it first.
  }
  answer.body.destroy();
}

describe('an error of the provider passes as it is and counts as failed', () => {
  test.each([
    [429, 'rate_limit_error', { retryAfter: 7 }],
    [500, 'api_error', {}],
    [529, 'overloaded_error', {}],
    [400, 'invalid_request_error', {}],
    [413, 'request_too_large', {}],
  ])('%s %s', async (status, type, more) => {
    const place = await door.place();
    const answer = await place.post({ stream: true, messages: script({ error: { status, message: 'words of the provider', ...more } }) });
    expect(answer.status).toBe(status);
    expect(error(answer)).toMatchObject({ error: { type, message: 'words of the provider' } });
    if (status === 429) expect(answer.headers['retry-after']).toBe('7');
    expect(await onlyRow(place)).toMatchObject({
      status: 'failed',
      httpStatus: status,
      error: type,
      inputTokens: 0,
      costUsd: null,
      firstByteMs: null,
    });

    expect(await place.tenant.admin.client.usage.summary.query({})).toMatchObject({ requests: 0, failedRequests: 1, costUsd: 0 });
  });

  test.each([401, 403])('save %s on our own key: what the administrator must do', async (status) => {
    const place = await door.place();
    const answer = await place.post({ messages: script({ error: { status, message: 'invalid x-api-key sk-ant-…' } }) });
    expect(answer.status).toBe(403);
    expect(error(answer).error.type).toBe('permission_error');
    expect(error(answer).error.message).toContain('Manage, Provider keys');
    expect(answer.text).not.toContain('sk-ant');
    expect(await onlyRow(place)).toMatchObject({ status: 'failed', httpStatus: status, error: 'provider_key_refused' });
  });

  test.each([
    [
      429,
      '{"type":"error","error":{"type":"rate_limit_error","message":"This request\\nwould exceed your limit."}}',
      'This request would exceed your limit.',
    ],
    [401, '{"error":{"message":"Incorrect API key provided: sk-ant-api03-x42."}}', 'Incorrect API key provided: ***'],
    [502, 'Bad gateway', 'Bad gateway'],
    [400, '{"detail":"Unsupported parameter"}', 'Unsupported parameter'],
  ])('and %s keeps the provider’s own words in the ledger, without keys', async (status, body, errorMessage) => {
    const place = await door.place();
    await provider(place, (_req, res) => void res.writeHead(status).end(body));
    await place.post({ messages: [] });
    const { event } = place.tenant.admin.client.usage;
    expect(await event.query({ usageEventId: (await onlyRow(place))?.id ?? '' })).toMatchObject({ errorMessage });
  });

  test('save a redirect: it is neither followed nor passed on', async () => {
    const place = await door.place();
    let followed = 0;
    const url = await provider(place, (req, res) => {
      if (req.url !== '/v1/messages') followed++;
      res.writeHead(307, { location: `${url}/elsewhere` }).end();
    });
    const answer = await place.post({ messages: [] });
    expect(answer.status).toBe(502);
    expect(answer.headers).not.toHaveProperty('location');
    expect(error(answer).error.message).toContain('base URL');
    expect(followed).toBe(0);
    expect(await onlyRow(place)).toMatchObject({ status: 'failed', httpStatus: 307, error: 'provider_redirected' });
  });
});

test('an answer that is packed against our will is not passed on unmetered', async () => {
  const place = await door.place();
  await provider(place, (_req, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' }).end(gzipSync('data: {"type":"message_start"}'));
  });
  const answer = await place.post({ stream: true });
  expect(answer.status).toBe(502);
  expect(await onlyRow(place)).toMatchObject({ status: 'failed', error: 'provider_packed' });
});

describe('a call that gets no answer is failed, with words of ours', () => {
  test('nobody listens', async () => {
    const place = await door.place();
    await place.tenant.admin.client.providerKey.update.mutate({
      providerKeyId: place.providerKeyId,
      baseUrl: 'http://127.0.0.1:9',
    });
    const answer = await place.post({ stream: true });
    expect(answer.status).toBe(502);
    expect(error(answer)).toMatchObject({
      type: 'error',
      error: { type: 'api_error', message: expect.stringContaining('nothing listens') },
    });
    expect(await onlyRow(place)).toMatchObject({ status: 'failed', httpStatus: null, error: 'provider_unreachable' });
  });

  test('the provider closes the connection', async () => {
    const place = await door.place();
    await provider(place, (req) => void req.socket.destroy());
    expect((await place.post({ stream: true })).status).toBe(502);
    expect(await onlyRow(place)).toMatchObject({ status: 'failed', error: 'provider_unreachable' });
  });

  test('the provider is silent', async () => {
    const place = await door.place();
    await provider(place, () => {});
    const impatient = Fastify();
    await impatient.register(llmRoutes(door.server.deps, { times: { headersTimeout: 300, bodyTimeout: 300 } }), { prefix: '/llm' });
    undo.push(() => impatient.close());
    const url = await impatient.listen({ port: 0, host: '127.0.0.1' });
    const answer = await postTo(`${url}/llm/v1/messages`, {}, bearer(place.token));
    expect(answer.status).toBe(504);
    expect(error(answer).error.type).toBe('timeout_error');
    expect(await onlyRow(place)).toMatchObject({ status: 'failed', error: 'provider_timeout' });
  });

  test('the client hangs up before it', async () => {
    const place = await door.place();
    let cancelled = false;
    await provider(place, (req) => void req.socket.on('close', () => (cancelled = true)));
    const stop = new AbortController();
    const call = request(`${door.server.url}/llm/v1/messages`, {
      method: 'POST',
      headers: { ...bearer(place.token), 'content-type': 'application/json' },
      body: '{"model":"claude-sonnet-4-5"}',
      signal: stop.signal,
    });
    await sleep(300);
    stop.abort();
    await expect(call).rejects.toThrow();
    await expect.poll(() => cancelled).toBe(true);
    expect(await onlyRow(place)).toMatchObject({ status: 'failed', error: 'client_closed' });
  });
});

describe('a message that broke off is estimated from what was seen', () => {
  test('cut by the provider', async () => {
    const place = await door.place();
    const text = 'forty characters of Latin text, about it.';
    const cut = place.post({ stream: true, messages: script({ text, usage, cutAfter: 6, chunkSize: 40 }) });
    await expect(cut).rejects.toThrow();
    const row = await onlyRow(place);
    expect(row).toMatchObject({ status: 'estimated', error: 'provider_cut', inputTokens: 1234, cacheReadTokens: 89_000, httpStatus: 200 });
    expect(row?.outputTokens).toBe(countTokens(text));
    expect(row?.costUsd).toBeGreaterThan(0);
  });

  test('in Chinese', async () => {
    const place = await door.place();
    const text = '多语言的回答在中间断开了';
    const cut = place.post({ stream: true, messages: script({ text, usage, cutAfter: 6, chunkSize: 6 }) });
    await expect(cut).rejects.toThrow();
    expect((await onlyRow(place))?.outputTokens).toBe(countTokens(text));
  });

  test('by an error in the stream, which passes as it is', async () => {
    const place = await door.place();
    const steps = script({ text: 'x', usage, error: { status: 529, inStream: true } });
    const answer = await place.post({ stream: true, messages: steps });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('overloaded_error');
    expect(await onlyRow(place)).toMatchObject({ status: 'estimated', error: 'overloaded_error', inputTokens: 1234, outputTokens: 1 });
  });

  test('by a client that hangs up: the provider is cancelled at once', async () => {
    const place = await door.place();
    const before = door.llm.requests.length;
    const steps = script({ text: 'a long text '.repeat(400), usage, chunkDelayMs: 20 });
    await hangUp(place, { messages: steps }, 800);
    const hungUp = Date.now();
    await expect.poll(() => door.llm.requests[before]?.closedByClient, { interval: 10 }).toBe(true);
    expect(Date.now() - hungUp).toBeLessThan(1000);
    expect(await onlyRow(place)).toMatchObject({ status: 'estimated', error: 'client_closed', inputTokens: 1234 });
  });

  test('by a hang-up, after its tokens were seen to grow', async () => {
    const place = await door.place();
    const running = hangUp(place, { messages: script({ text: 'a long text '.repeat(2000), usage, chunkDelayMs: 20 }) }, 35_000);
    const output = async () =>
      (await door.server.deps.db.usageEvent.findFirst({ where: { tenantId: place.tenant.id, status: 'open' } }))?.outputTokens ?? 0n;
    await expect.poll(output, { timeout: 8000 }).toBeGreaterThan(100n);
    await running;
    const row = await onlyRow(place);
    expect(row?.status).toBe('estimated');
    expect(row?.outputTokens).toBeGreaterThan(100);
  });

  test('by silence', async () => {
    const place = await door.place();
    await provider(place, (_req, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      const message = { id: 'msg_silent', model: 'claude-sonnet-4-5', usage: { input_tokens: 77, output_tokens: 1 } };
      res.write(`event: message_start\ndata: ${JSON.stringify({ type: 'message_start', message })}\n\n`);
    });
    const impatient = Fastify();
    await impatient.register(llmRoutes(door.server.deps, { times: { headersTimeout: 300, bodyTimeout: 300 } }), { prefix: '/llm' });
    undo.push(() => impatient.close());
    const url = await impatient.listen({ port: 0, host: '127.0.0.1' });
    await expect(postTo(`${url}/llm/v1/messages`, { stream: true }, bearer(place.token))).rejects.toThrow();
    expect(await onlyRow(place)).toMatchObject({ status: 'estimated', error: 'provider_timeout', inputTokens: 77, outputTokens: 1 });
  });

  test('by a server that stops: the stop waits until it is written', async () => {
    const place = await door.place();
    const stopping = Fastify({ forceCloseConnections: true });
    await stopping.register(llmRoutes(door.server.deps), { prefix: '/llm' });
    const url = await stopping.listen({ port: 0, host: '127.0.0.1' });
    const steps = script({ text: 'a long text '.repeat(400), usage, chunkDelayMs: 20 });
    const call = postTo(`${url}/llm/v1/messages`, { stream: true, messages: steps }, bearer(place.token)).catch(() => 'cut');
    await sleep(500);
    await stopping.close();
    expect(await door.server.deps.db.usageEvent.findMany({ where: { tenantId: place.tenant.id } })).toMatchObject([
      { status: 'estimated', error: 'server_stopped', inputTokens: 1234n },
    ]);
    expect(await call).toBe('cut');
  });

  test('whole, but without figures', async () => {
    const place = await door.place();
    await provider(place, (_req, res) => {
      res.writeHead(200, { 'content-type': 'application/json' });
      res.end(JSON.stringify({ id: 'msg_x', type: 'message', content: [{ type: 'text', text: 'x'.repeat(4000) }] }));
    });
    await place.post({ messages: [{ role: 'user', content: 'y'.repeat(4000) }] });
    const row = await onlyRow(place);
    expect(row).toMatchObject({ status: 'estimated', error: 'no_usage' });
    expect(row?.inputTokens).toBeGreaterThan(1000);
    expect(row?.outputTokens).toBeGreaterThan(1000);
  });
});

test('a client that reads slowly slows the provider down instead of filling our memory', async () => {
  const place = await door.place();
  let sent = 0;
  await provider(place, (_req, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    const piece = Buffer.alloc(64 * 1024, 'x');
    const more = () => {
      while (sent < 256 * 1024 * 1024) {
        sent += piece.length;
        if (!res.write(piece)) return void res.once('drain', more);
      }
    };
    more();
  });
  const answer = await request(`${door.server.url}/llm/v1/messages`, {
    method: 'POST',
    headers: { ...bearer(place.token), 'content-type': 'application/json' },
    body: '{"model":"claude-sonnet-4-5","stream":true}',
  });
  await sleep(1000);
  expect(sent).toBeLessThan(64 * 1024 * 1024);
  answer.body.destroy();
  expect(await onlyRow(place)).toMatchObject({ status: 'failed', error: 'client_closed' });
});

type Ending =
  | { kind: 'whole'; stream: boolean }
  | { kind: 'refused'; stream: boolean; status: number }
  | { kind: 'cut'; stream: boolean; cutAfter: number }
  | { kind: 'broken' }
  | { kind: 'hung up'; afterBytes: number };

const stream = fc.boolean();
const ending: fc.Arbitrary<Ending> = fc.oneof(
  fc.record({ kind: fc.constant('whole' as const), stream }),
  fc.record({ kind: fc.constant('refused' as const), stream, status: fc.constantFrom(400, 429, 500, 529) }),
  fc.record({ kind: fc.constant('cut' as const), stream, cutAfter: fc.integer({ min: 1, max: 8 }) }),
  fc.constant({ kind: 'broken' as const }),
  fc.record({ kind: fc.constant('hung up' as const), afterBytes: fc.integer({ min: 0, max: 2500 }) }),
);

/** Ten deltas of text, so 15 events. */
const text = 'x'.repeat(120);
const own = (n: number) => ({ input: 10_000 + n, output: 100 + n, cacheRead: n, cacheWrite: 2 * n });

function callFor(place: LlmPlace, how: Ending, n: number): Promise<unknown> {
  const step = { text, usage: own(n) };
  switch (how.kind) {
    case 'whole':
      return place.post({ stream: how.stream, messages: script(step) });
    case 'refused':
      return place.post({ stream: how.stream, messages: script({ error: { status: how.status } }) });
    case 'cut':
      return place.post({ stream: how.stream, messages: script({ ...step, cutAfter: how.cutAfter }) }).catch(() => {});
    case 'broken':
      return place.post({ stream: true, messages: script({ ...step, error: { status: 500, inStream: true } }) });
    case 'hung up':
      return hangUp(place, { messages: script({ ...step, chunkDelayMs: 3 }) }, how.afterBytes);
  }
}

const expected: Record<Ending['kind'], (how: Ending) => string[]> = {
  whole: () => ['settled'],
  refused: () => ['failed'],
  cut: (how) => (how.kind === 'cut' && how.stream ? ['estimated'] : ['failed']),
  broken: () => ['estimated'],
  'hung up': () => ['settled', 'estimated', 'failed'],
};

test('however calls end, each is in the ledger once, and settled rows sum up to what the provider counted', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(ending, { minLength: 6, maxLength: 24 }), async (endings) => {
      const place = await door.place();
      await Promise.all(endings.map((how, n) => callFor(place, how, n)));
      const rows = await place.settled();
      expect(rows).toHaveLength(endings.length);
      const count = (status: string) => rows.filter((row) => row.status === status).length;
      for (const status of ['settled', 'estimated', 'failed'] as const) {
        const possible = endings.map((how) => expected[how.kind](how)).filter((states) => states.includes(status));
        expect(count(status)).toBeLessThanOrEqual(possible.length);
        expect(count(status)).toBeGreaterThanOrEqual(possible.filter(({ length }) => length === 1).length);
      }
      const seen = new Set<number>();
      for (const row of rows.filter(({ status }) => status !== 'failed')) {
        const n = row.inputTokens - 10_000;
        expect(seen.has(n)).toBe(false);
        seen.add(n);
        expect(row).toMatchObject({ cacheReadTokens: n, cacheWriteTokens: 2 * n });
        if (row.status === 'settled') expect(row.outputTokens).toBe(100 + n);
        else expect(row.outputTokens).toBeLessThanOrEqual(100 + n);
      }
      const summary = await place.tenant.admin.client.usage.summary.query({});
      const sum = (field: 'inputTokens' | 'outputTokens') => rows.reduce((total, row) => total + row[field], 0);
      expect(summary).toMatchObject({
        requests: seen.size,
        failedRequests: count('failed'),
        inputTokens: sum('inputTokens'),
        outputTokens: sum('outputTokens'),
      });
    }),
    { numRuns: 8, timeout: 20_000 },
  );
}, 120_000);
