import { afterAll, beforeAll, expect, test } from 'vitest';
import { type JsonSchema, procedures, sample } from '../test/procedures.ts';
import { startTestServer, type TestServer, type TestTenant } from '../test/test-server.ts';

let server: TestServer;
let tenant: TestTenant;
/** Machines live elsewhere: what waits for a machine must not wait for these, which answer nothing. */
let machines: TestTenant;
beforeAll(async () => {
  server = await startTestServer();
  tenant = await server.tenant();
  machines = await server.tenant();
});
afterAll(() => server.close());

const CANARY = 'canary-4f1c0d';
const deep = (depth: number): unknown => (depth === 0 ? 'end' : { in: deep(depth - 1) });

/** Wrong types, borders of numbers, text that breaks something somewhere. */
const values: unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  -1e308,
  2 ** 31,
  2 ** 53,
  -(2 ** 53),
  [],
  [[]],
  [null],
  {},
  { json: 1 },
  '',
  ' ',
  'null',
  'undefined',
  'NaN',
  '-1',
  '1e1000',
  'x'.repeat(10_000),
  '多'.repeat(5000),
  "' OR '1'='1",
  '\'; DROP TABLE "User"; --',
  '" OR ""="',
  '%',
  '_',
  '\\',
  '%00',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff\ud800',
  '\r\n',
  '\t',
  '\u202e',
  '\u200b',
  '\ufeff',
  '../../../../etc/passwd',
  '..\\..\\windows\\win.ini',
  '/etc/passwd',
  'file:///etc/passwd',
  'C:\\',
  '//evil.test/x',
  'http://169.254.169.254/latest/meta-data',
  'javascript:alert(1)',
  '<script>alert(1)</script>',
  '{{7*7}}',
  '$' + '{7*7}',
  '$(id)',
  '`id`',
  '; id',
  '| id',
  '&& id',
  '\u0007',
  '\u001b[2J',
  '__proto__',
  'constructor',
  'toString',
  `${CANARY}`,
  '01890000-0000-7000-8000-000000000000',
  '00000000-0000-0000-0000-000000000000',
  '2026-02-30',
  '2026-13-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '0000-00-00',
  'a@b',
  `${'a'.repeat(250)}@example.com`,
  'admin',
  'ADMIN',
  'ａｄｍｉｎ',
  '🙂',
  { $gt: '' },
  { contains: '' },
  { set: 'x' },
  { increment: 1 },
  { toString: 'x' },
  ['a', 'a'],
  [1, 2, 3],
  Array.from({ length: 1000 }, () => 'x'),
  deep(15),
  deep(60),
]; // prettier-ignore

const INPUTS = 300;

/** Three hundred inputs: values in the place of the whole input, of each field in turn, and as fields that nobody asked for. */
function hostileInputs(schema: JsonSchema | null): unknown[] {
  const sound = sample(schema ?? {}) as Record<string, unknown>;
  const fields = Object.keys(schema?.properties ?? {});
  const inField = values.flatMap((value) => fields.map((name) => ({ ...sound, [name]: value })));
  const beside = values.map((value, index) => ({ ...sound, [`extra${index}`]: value, ['__proto__']: { admin: true } }));
  // As many fields as there are, every value meets some of them: the rest is taken in even steps.
  const room = INPUTS - values.length;
  const step = Math.max(1, inField.length / room);
  const chosen = Array.from({ length: Math.min(room, inField.length) }, (_, index) => inField[Math.floor(index * step)]);
  const filling = Array.from({ length: INPUTS - values.length - chosen.length }, (_, index) => beside[index % beside.length]);
  return [...values, ...chosen, ...filling];
}

const callable = procedures().filter(({ type }) => type !== 'subscription');

test.each(callable)(
  '$path answers 300 hostile inputs with a typed error or a success',
  async ({ path, type, input, meta }) => {
    const { token } = meta?.access.kind === 'agentOnly' ? await machines.machine() : await tenant.person('admin');
    const authorization = `Bearer ${token}`;
    const faults: unknown[] = [];
    // An address of its own a call: what is anonymous must not end at the limit of one address.
    let address = 0;
    for (const hostile of hostileInputs(input)) {
      const json = JSON.stringify({ json: hostile });
      const remoteAddress = `10.0.${address >> 8}.${address++ & 255}`;
      const response =
        type === 'query'
          ? await server.app.inject({ url: `/trpc/${path}?input=${encodeURIComponent(json)}`, headers: { authorization }, remoteAddress })
          : await server.app.inject({
              method: 'POST',
              url: `/trpc/${path}`,
              headers: { authorization, 'content-type': 'application/json' },
              payload: json,
              remoteAddress,
            });
      const body = response.json();
      const typed = response.statusCode === 200 ? 'result' in body : body.error?.json?.data?.ace?.code && response.statusCode < 500;
      if (!typed) faults.push({ status: response.statusCode, input: json.slice(0, 300), body: JSON.stringify(body).slice(0, 500) });
    }
    expect(faults).toEqual([]);
  },
  120_000,
);

test('what was sent is in no log', () => {
  expect(server.logs.filter((line) => line.includes(CANARY))).toEqual([]);
  expect(server.logs.filter((line) => line.includes('Sample-pass'))).toEqual([]);
});

test.each([
  [
    'a body that is not JSON',
    { method: 'POST' as const, url: '/trpc/auth.login', payload: '{', headers: { 'content-type': 'application/json' } },
  ],
  [
    'a body of the wrong type',
    { method: 'POST' as const, url: '/trpc/auth.login', payload: 'a=b', headers: { 'content-type': 'text/xml' } },
  ],
  [
    'a body that is too large',
    {
      method: 'POST' as const,
      url: '/trpc/auth.login',
      payload: JSON.stringify({ json: 'x'.repeat(5_000_000) }),
      headers: { 'content-type': 'application/json' },
    },
  ],
  ['an input that is not JSON', { url: '/trpc/auth.me?input=%7B' }],
  ['a path that climbs', { url: '/trpc/..%2f..%2fetc%2fpasswd' }],
  ['a batch of a hundred unknown calls', { url: `/trpc/${Array.from({ length: 100 }, () => 'no.such').join(',')}?batch=1` }],
])('%s is refused without a 500', async (_name, request) => {
  const response = await server.app.inject(request);
  expect(response.statusCode).toBeLessThan(500);
  expect(response.statusCode).toBeGreaterThanOrEqual(400);
});
