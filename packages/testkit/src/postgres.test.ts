import { readdirSync } from 'node:fs';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, dropDatabase, startPostgres, type TestPostgres } from './postgres.ts';
import { findPostgres } from './postgres-binaries.ts';

let postgres: TestPostgres;

beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop());

async function rows(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('a database made from a template has its tables and rows', async () => {
  const template = await createDatabase(postgres.url, 'the template');
  await rows(template, 'CREATE TABLE word (text TEXT)');
  await rows(template, "INSERT INTO word VALUES ('统计')");
  const copy = await createDatabase(postgres.url, 'copy', 'the template');
  expect(await rows(copy, 'SELECT text FROM word')).toEqual([{ text: '统计' }]);
});

test('a database is dropped although somebody is connected', async () => {
  const client = new Client({ connectionString: await createDatabase(postgres.url, 'busy') });
  client.on('error', () => undefined);
  await client.connect();
  await dropDatabase(postgres.url, 'busy');
  expect(await rows(postgres.url, "SELECT 1 FROM pg_database WHERE datname = 'busy'")).toEqual([]);
});

test('a stopped cluster leaves nothing behind', async () => {
  const clusters = () => readdirSync('/tmp').filter((name) => name.startsWith('open-ace-postgres-'));
  const before = clusters();
  const other = await startPostgres();
  const made = clusters().filter((name) => !before.includes(name));
  await other.stop();
  await expect(rows(other.url, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/);
  expect(clusters().filter((name) => made.includes(name))).toEqual([]);
}, 60_000);

test('the packaged PostgreSQL serves a machine that has none', async () => {
  const packaged = findPostgres({ path: '', debian: '/nowhere' });
  expect(packaged.embedded).toBe(true);
  const other = await startPostgres(packaged);
  expect(await rows(other.url, "SELECT lower('ÄÖ') AS low, 'b' < 'a' AS sorted")).toEqual([{ low: 'äö', sorted: false }]);
  await other.stop();
}, 60_000);

test('a machine without any gets the one command to run', () => {
  expect(() => findPostgres({ path: '', debian: '/nowhere', packages: '/nowhere' })).toThrow(
    /^PostgreSQL was not found\. Run: npx .* --dir e2e$/,
  );
});
