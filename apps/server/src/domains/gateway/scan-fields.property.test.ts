import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scanFields, withFields } from './scan-fields.ts';

const names = new Set(['model', 'stream', 'max_tokens']);
const wanted = (json: string) => Object.fromEntries(scanFields(Buffer.from(json), names).values);
const own = (value: Record<string, unknown>) => Object.fromEntries(Object.entries(value).filter(([name]) => names.has(name)));

const field = fc.oneof(fc.constantFrom('model', 'stream', 'max_tokens'), fc.string());
const object = fc.dictionary(
  field,
  fc.oneof(
    fc.json({ maxDepth: 3 }).map((json) => JSON.parse(json)),
    fc.string({ unit: 'grapheme' }),
  ),
);

test('of any object it finds what a parser finds, however it is laid out', () => {
  fc.assert(
    fc.property(object, fc.constantFrom(undefined, 1, '\t'), (value, space) => {
      expect(wanted(JSON.stringify(value, null, space))).toEqual(own(JSON.parse(JSON.stringify(value))));
    }),
    { numRuns: 500 },
  );
});

test('it ends on whatever bytes', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom('', '{', '{"model"', '{"model":', '{"model":"', '{"a":[{"b":"'),
      (bytes, start) => {
        scanFields(Buffer.concat([Buffer.from(start), bytes]), names);
      },
    ),
  );
});

test.each([
  ['only the outermost', '{"messages":[{"model":"inner"}],"model":"outer"}', { model: 'outer' }],
  ['a name in escapes', '{"mod\\u0065l":"a"}', { model: 'a' }],
  ['none in a text', '{"text":"\\"model\\":\\"x\\"","stream":true}', { stream: true }],
  ['none in a list', '["model","a"]', {}],
])('it takes %s', (_what, json, found) => {
  expect(wanted(json)).toEqual(found);
});

test.each([
  ['twice', '{"model":"a","model":"b"}', ['model']],
  ['twice, once in escapes', '{"model":"a","mod\\u0065l":"b"}', ['model']],
  ['in another case', '{"model":"a","Max_Tokens":5}', ['max_tokens']],
  ['once', '{"model":"a","messages":[{"model":"b"}]}', []],
])('it says which fields are there %s', (_how, json, ambiguous) => {
  expect([...scanFields(Buffer.from(json), names).ambiguous]).toEqual(ambiguous);
});

test('it changes these fields and nothing else', () => {
  const edits = fc.dictionary(fc.constantFrom('model', 'stream', 'max_tokens'), fc.oneof(fc.string(), fc.nat(), fc.boolean()));
  fc.assert(
    fc.property(object, edits, fc.constantFrom(undefined, 1), (value, changes, space) => {
      const changed = withFields(Buffer.from(JSON.stringify(value, null, space)), changes);
      expect(JSON.parse(changed.toString())).toEqual(JSON.parse(JSON.stringify({ ...value, ...changes })));
    }),
    { numRuns: 500 },
  );
});
