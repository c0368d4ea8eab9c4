import { AuditAction } from '@open-ace/contracts/audit';
import { expect, test } from 'vitest';
import { type JsonSchema, procedures } from '../test/procedures.ts';

const all = procedures();
const paths = (list: { path: string }[]) => list.map(({ path }) => path);

test('every procedure names its access rule and its output', () => {
  expect(paths(all.filter(({ meta }) => !meta?.access))).toEqual([]);
  expect(paths(all.filter(({ output }) => !output))).toEqual([]);
});

test('every mutation audits, or says why not', () => {
  const silent = all.filter(({ type, meta }) => type === 'mutation' && !meta?.audit);
  expect(paths(silent)).toEqual([]);
  const unknown = all.filter(({ meta }) => typeof meta?.audit === 'string' && !AuditAction.options.includes(meta.audit));
  expect(paths(unknown)).toEqual([]);
});

test('a query changes nothing, so it has no audit entry to declare', () => {
  expect(paths(all.filter(({ type, meta }) => type === 'query' && meta?.audit))).toEqual([]);
});

/** Where a schema lets through what nobody named: anything, unknown, or an object open to further keys. */
function openings(schema: JsonSchema, at: string): string[] {
  const known = ['type', 'anyOf', 'oneOf', 'allOf', 'enum', 'const', '$ref', 'not'];
  if (!known.some((key) => key in schema)) return [at];
  const inner = (
    Array.isArray(schema.anyOf ?? schema.oneOf ?? schema.allOf) ? (schema.anyOf ?? schema.oneOf ?? schema.allOf) : []
  ) as JsonSchema[];
  const extra = schema.type === 'object' && !schema.properties ? [`${at}.*`] : [];
  const loose = typeof schema.additionalProperties === 'object' || schema.additionalProperties === true ? [`${at}.*`] : [];
  return [
    ...extra,
    ...loose,
    ...inner.flatMap((option) => openings(option, at)),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, field]) => openings(field, `${at}.${name}`)),
    ...(schema.type === 'array' ? openings((schema.items ?? {}) as JsonSchema, `${at}[]`) : []),
  ];
}

test('no output lets through what it does not name', () => {
  expect(all.flatMap(({ path, output }) => (output ? openings(output, path) : []))).toEqual([]);
});

test('every subscription is a tracked stream', () => {
  expect(paths(all.filter(({ type, stream }) => (type === 'subscription') !== stream))).toEqual([]);
});

test('the committed listing of procedures is the present one', async () => {
  const listing = all.map(({ path, type, meta, input, output }) => ({ path, type, ...meta, input, output }));
  await expect(`${JSON.stringify(listing, null, 1)}\n`).toMatchFileSnapshot('../procedures.json');
});
