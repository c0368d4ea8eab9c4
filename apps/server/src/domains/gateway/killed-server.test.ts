import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MINUTE, SECOND } from '#platform/clock';
import { bearer, type LlmDoor, type LlmPlace, openLlmDoor, postTo, script } from '../../../test/llm-door.ts';
import { bundleServer, type ServerProcess, startServerProcess } from '../../../test/server-process.ts';
import { estimateOrphans, sweepOrphans } from './index.ts';

const SECRET = 'a secret key of thirty-two characters or more';

let door: LlmDoor;
let program: Awaited<ReturnType<typeof bundleServer>>;
beforeAll(async () => {
  [door, program] = await Promise.all([openLlmDoor({}, { OPENACE_SECRET_KEY: SECRET }), bundleServer()]);
}, 120_000);
afterAll(async () => {
  await door.close();
  program.remove();
});

/** A replica of its own on the same database. */
const replica = (): Promise<ServerProcess> =>
  startServerProcess(program.path, {
    DATABASE_URL: door.server.deps.config.databaseUrl,
    OPENACE_SECRET_KEY: SECRET,
    OPENACE_ALLOW_PRIVATE_UPSTREAMS: 'true',
  });

const usage = { input: 4321, output: 999, cacheRead: 50 };
const slow = script({ text: 'a long text '.repeat(500), usage, chunkDelayMs: 20 });

/** A stream that has begun, through this replica. */
async function streaming(place: LlmPlace, url: string): Promise<{ broke: Promise<boolean> }> {
  const answer = await request(`${url}/llm/v1/messages`, {
    method: 'POST',
    headers: { ...bearer(place.token), 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'claude-sonnet-4-5', stream: true, messages: slow }),
  });
  const reading = (async () => {
    for await (const _part of answer.body);
  })();
  await sleep(1000);
  return {
    broke: reading.then(
      () => false,
      () => true,
    ),
  };
}

const events = async (place: LlmPlace) => (await place.tenant.admin.client.usage.events.query({})).items;

// Before the clock is moved: a lease that was taken then would seem to have run out.
test('the calls of a replica that lives are left alone', async () => {
  if (door.server.deps.database.provider === 'sqlite') return;
  const place = await door.place();
  const running = place.post({ stream: true, messages: script({ text: 'x'.repeat(400), usage, chunkDelayMs: 30 }) });
  await expect.poll(async () => (await events(place)).length).toBe(1);
  expect(await estimateOrphans(door.server.deps)).toBe(0);
  await running;
  expect(await place.settled()).toMatchObject([{ status: 'settled', inputTokens: 4321, outputTokens: 999 }]);
});

test('a server killed in the middle of a stream: the call is in the ledger once, estimated', async () => {
  const { provider } = door.server.deps.database;
  const place = await door.place();
  const first = await replica();
  const whole = await postTo(`${first.url}/llm/v1/messages`, { messages: script({ text: 'x', usage }) }, bearer(place.token));
  expect(whole.status).toBe(200);
  const { broke } = await streaming(place, first.url);
  expect((await events(place)).map(({ status }) => status)).toEqual(['open', 'settled']);
  await first.kill();
  expect(await broke).toBe(true);

  const second = await replica();
  if (provider === 'postgresql') {
    // It may live still, as far as others can tell: only a lease that ran out says otherwise.
    expect((await events(place))[0]?.status).toBe('open');
    door.server.advance(2 * MINUTE);
    expect(await sweepOrphans.run(door.server.deps, new AbortController().signal)).toContain('1 calls');
  }
  const rows = await events(place);
  expect(rows.map(({ status }) => status)).toEqual(['estimated', 'settled']);
  expect(rows[0]).toMatchObject({
    error: 'server_ended',
    inputTokens: 4321,
    cacheReadTokens: 50,
    outputTokens: 1,
    model: 'claude-sonnet-4-5',
  });
  const summary = await place.tenant.admin.client.usage.summary.query({});
  expect(summary).toMatchObject({ requests: 2, inputTokens: 2 * 4321, outputTokens: 1000 });
  expect(await estimateOrphans(door.server.deps)).toBe(0);
  expect(await second.stop()).toBe(0);
}, 120_000);

test('one that is stopped writes down what it cuts, and goes', async () => {
  const place = await door.place();
  const server = await replica();
  const { broke } = await streaming(place, server.url);
  const stopping = Date.now();
  expect(await server.stop()).toBe(0);
  expect(Date.now() - stopping).toBeLessThan(10 * SECOND);
  expect(await broke).toBe(true);
  expect(await events(place)).toMatchObject([{ status: 'estimated', error: 'server_stopped', inputTokens: 4321 }]);
}, 120_000);
