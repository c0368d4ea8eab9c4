import { afterAll, beforeAll, expect, test } from 'vitest';
import { bearer, type LlmDoor, openLlmDoor, PROVIDER_KEY, postTo, script } from '../../../test/llm-door.ts';

const PROMPT = 'prompt-canary-51d7e2';
const ANSWER = 'answer-canary-9ab04c';
const SECRETS = [PROVIDER_KEY, PROVIDER_KEY.slice(0, -4), PROMPT, ANSWER];

let door: LlmDoor;
beforeAll(async () => {
  door = await openLlmDoor();
});
afterAll(() => door.close());

/** Every text in the database, table by table. */
async function everything(): Promise<string> {
  const { db, database } = door.server.deps;
  const tables =
    database.provider === 'sqlite'
      ? await db.$queryRaw<{ name: string }[]>`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`
      : await db.$queryRaw<{ name: string }[]>`SELECT tablename::text AS name FROM pg_tables WHERE schemaname = current_schema()`;
  expect(tables.length).toBeGreaterThan(10);
  const rows = await Promise.all(tables.map(({ name }) => db.$queryRawUnsafe<object[]>(`SELECT * FROM "${name}"`)));
  return JSON.stringify(rows, (_key, value) => (typeof value === 'bigint' ? String(value) : value));
}

test('no key, prompt or answer is in any log, error, table or procedure, however calls end', async () => {
  const place = await door.place();
  const prompts = (step: object) => [{ role: 'user', content: PROMPT }, ...script({ text: ANSWER, ...step })];
  const steps = [
    {},
    { cutAfter: 4 },
    { error: { status: 401, message: `invalid x-api-key: ${PROVIDER_KEY}` } },
    { error: { status: 529, type: `${PROMPT} ${'x'.repeat(80)}`, message: PROMPT } },
    { error: { status: 500, inStream: true, type: PROMPT, message: PROMPT } },
  ];
  const answers: string[] = [];
  for (const step of steps) {
    for (const stream of [true, false]) {
      const answer = await place.post({ stream, model: PROMPT.replaceAll('-', ' '), messages: prompts(step) }).catch(() => undefined);
      if (answer) answers.push(answer.text, JSON.stringify(answer.headers));
    }
  }
  await place.post(`{"model":"x","messages":[{"content":"${PROMPT}`).catch(() => {});
  await postTo(`${door.server.url}/llm/v1/messages/${PROMPT}`, { messages: prompts({}) }, bearer(PROVIDER_KEY));
  const { client } = place.tenant.admin;
  await client.providerKey.update.mutate({ providerKeyId: place.providerKeyId, baseUrl: 'http://127.0.0.1:9' });
  answers.push((await place.post({ messages: prompts({}) })).text);
  await place.settled();

  const told = JSON.stringify([
    await client.usage.events.query({}),
    await client.usage.summary.query({}),
    await client.providerKey.list.query({}),
    await client.providerKey.test.mutate({ providerKeyId: place.providerKeyId }),
    await client.audit.list.query({}),
  ]);
  const kept = await everything();
  for (const secret of SECRETS) {
    expect(door.server.logs.filter((line) => line.includes(secret))).toEqual([]);
    expect({ secret, told: told.includes(secret), kept: kept.includes(secret) }).toEqual({ secret, told: false, kept: false });
  }
  for (const answer of answers) expect(answer).not.toContain(PROVIDER_KEY.slice(0, -4));
  expect(kept).not.toContain(place.token);
});
