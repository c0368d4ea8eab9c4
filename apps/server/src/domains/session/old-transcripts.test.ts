import type { SessionEvent } from '@open-ace/contracts/session-events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY } from '#platform/clock';
import { sessionPlace, started } from '../../../test/session-place.ts';
import { startTestServer, type TestServer } from '../../../test/test-server.ts';
import { dropOld } from './old-transcripts.ts';

let server: TestServer;
let at: ReturnType<typeof sessionPlace>;
beforeAll(async () => {
  server = await startTestServer();
  const tenant = await server.tenant();
  at = sessionPlace(server, tenant, await tenant.machine());
});
afterAll(() => server.close());

const ended = { type: 'process_ended', reason: 'exited', exitCode: 0, message: '' } as const satisfies SessionEvent;
const messages = (count: number): SessionEvent[] =>
  Array.from({ length: count }, (_, index) => ({ type: 'message', itemId: `m${index}`, text: `Message ${index}` }));

const inDays = (days: number, kept: number) =>
  dropOld({
    ...server.deps,
    config: { ...server.deps.config, OPENACE_TRANSCRIPT_DAYS: kept },
    clock: { ...server.deps.clock, now: () => server.deps.clock.now() + days * DAY },
  });

test('a transcript is kept for as long as is set, and is then removed whatever its size', async () => {
  const { id, get, push } = await at.session();
  await push(started);
  for (let pushed = 0; pushed < 2500; pushed += 500) await push(...messages(500));
  await push(ended);
  const running = await at.session();
  await running.push(started, ...messages(3));

  expect(await inDays(29, 30)).toBe(0);
  expect(await inDays(3650, 0)).toBe(0);
  expect(await at.read(id)).toHaveLength(2502);
  expect((await get()).trimmedAt).toBeNull();

  expect(await inDays(31, 30)).toBe(1);
  expect(await at.read(id)).toEqual([]);
  expect((await get()).trimmedAt).not.toBeNull();
  // A process that waits still needs its own.
  expect(await at.read(running.id)).toHaveLength(4);
  expect(await inDays(31, 30)).toBe(0);
});

test('a session that is gone on with has what comes from then on', async () => {
  const { id, push } = await at.session();
  await push(started, ...messages(2), ended);
  await inDays(31, 30);
  await push({ ...started, type: 'process_started' }, { type: 'message', itemId: 'new', text: 'After it' });
  const seen = await at.read(id);
  expect(seen.map(({ seq, event }) => [seq, event.type])).toEqual([
    [5, 'process_started'],
    [6, 'message'],
  ]);
});
