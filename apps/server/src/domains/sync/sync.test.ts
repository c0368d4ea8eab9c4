import type { PersonState } from '@open-ace/contracts/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refusal, startTestServer, type TestServer, type TestTenant } from '../../../test/test-server.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer();
  tenant = await server.tenant();
});
afterAll(() => server.close());

test('what one browser sets, another one of the same person hears, and nobody else', async () => {
  const other = await tenant.person('user');
  const [mine, theirs] = [server.socket(tenant.admin.token), server.socket(other.token)];
  const heard: PersonState[] = [];
  const overheard: PersonState[] = [];
  mine.client.sync.changes.subscribe(undefined, { onData: ({ data }) => heard.push(data) });
  theirs.client.sync.changes.subscribe(undefined, { onData: ({ data }) => overheard.push(data) });
  await expect
    .poll(async () => {
      await tenant.admin.client.sync.set.mutate({ key: 'tabs', value: '["a"]' });
      return heard.length;
    })
    .toBeGreaterThan(0);
  await tenant.admin.client.sync.set.mutate({ key: 'draft:one', value: '"half a sen"' });
  await expect.poll(() => heard.at(-1)).toMatchObject({ key: 'draft:one', value: '"half a sen"' });
  expect((await tenant.admin.client.sync.list.query()).items.map(({ key, value }) => [key, value])).toEqual([
    ['draft:one', '"half a sen"'],
    ['tabs', '["a"]'],
  ]);
  expect((await other.client.sync.list.query()).items).toEqual([]);
  expect(overheard).toEqual([]);
  await mine.close();
  await theirs.close();
});

test('what is set to null is gone, and that is heard', async () => {
  const socket = server.socket(tenant.admin.token);
  const heard: PersonState[] = [];
  socket.client.sync.changes.subscribe(undefined, { onData: ({ data }) => heard.push(data) });
  await expect
    .poll(async () => {
      await tenant.admin.client.sync.set.mutate({ key: 'draft:two', value: '"x"' });
      return heard.length;
    })
    .toBeGreaterThan(0);
  await tenant.admin.client.sync.set.mutate({ key: 'draft:two', value: 'null' });
  await expect.poll(() => heard.at(-1)).toMatchObject({ key: 'draft:two', value: 'null' });
  expect((await tenant.admin.client.sync.list.query()).items.map(({ key }) => key)).not.toContain('draft:two');
  await socket.close();
});

test.each([
  ['Tabs!', '1'],
  ['tabs', '{half'],
])('a key or value that is none (%s, %s) is refused', async (key, value) => {
  expect(await refusal(tenant.admin.client.sync.set.mutate({ key, value }))).toMatchObject({ code: 'INVALID' });
});
