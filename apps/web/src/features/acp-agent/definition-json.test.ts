import { SetAcpAgent } from '@open-ace/contracts/acp-agent';
import { expect, test } from 'vitest';
import { emptyAgent } from './agent-values.ts';
import { definitionJson, readDefinition } from './definition-json.ts';

const goose = SetAcpAgent.parse({
  ...emptyAgent,
  id: 'goose',
  name: 'Goose',
  program: 'goose',
  args: ['acp'],
  env: [{ name: 'OPENAI_API_KEY', value: '{token}' }],
  modes: [{ mode: 'ask', id: 'approve', config: '{}' }],
  tested: { from: '1.2.3', below: '' },
  package: 'goose-agent',
});
const faults = (more: object) => readDefinition(JSON.stringify({ ...goose, ...more })).faults;

test('a definition comes back from its JSON as it was', () => {
  expect(readDefinition(definitionJson(goose))).toEqual({ agent: goose, faults: [] });
});

test('what is not needed may be left out, what is needed may not', () => {
  const { id, name, program, vendor, modes } = goose;
  expect(readDefinition(JSON.stringify({ id, name, program, vendor, modes })).agent).toEqual({ ...emptyAgent, id, name, program, modes });
  expect(readDefinition('{"id":"goose"}').faults).toEqual(
    ['name', 'program', 'vendor', 'modes'].map((path) => ({ path, fault: { json: 'missing' } })),
  );
});

test('a text that is no JSON says in which line, and one that is no object that it must be one', () => {
  expect(readDefinition('{\n  "id": "goose",\n}').faults).toEqual([{ path: '', fault: { json: 'syntax', line: 3 } }]);
  expect(readDefinition('').faults).toEqual([{ path: '', fault: { json: 'syntax' } }]);
  for (const text of ['[]', 'null', '"goose"']) expect(readDefinition(text).faults).toEqual([{ path: '', fault: { json: 'object' } }]);
});

test('a key that is none of a definition is not passed over', () => {
  expect(faults({ envs: [] })).toEqual([{ path: 'envs', fault: { json: 'unknown' } }]);
});

test('a value of another kind says what it should be', () => {
  expect(faults({ args: 'acp', needsModel: 'yes', beside: [], env: [{ name: 1, value: '' }] })).toEqual([
    { path: 'args', fault: { json: 'array' } },
    { path: 'env[0].name', fault: { json: 'string' } },
    { path: 'beside', fault: { json: 'object' } },
    { path: 'needsModel', fault: { json: 'boolean' } },
  ]);
});

test('a value that breaks a rule says which one, and where', () => {
  expect(faults({ id: 'Goose', vendor: 'other', modes: [{ mode: 'yolo', id: '' }] })).toEqual([
    { path: 'id', fault: { rule: 'id' } },
    { path: 'vendor', fault: { rule: 'vendor' } },
    { path: 'modes[0].mode', fault: { rule: 'mode' } },
  ]);
  expect(faults({ args: ['{token}'] })).toEqual([{ path: 'args[0]', fault: { rule: 'secret' } }]);
  expect(faults({ id: 'codex' })).toEqual([{ path: 'id', fault: { rule: 'builtIn' } }]);
});

test('a package without a version says so, whether or not versions are spoken of', () => {
  expect(faults({ tested: { from: '', below: '' } })).toEqual([{ path: 'tested', fault: { rule: 'testedFrom' } }]);
  expect(faults({ tested: undefined })).toEqual([{ path: 'tested', fault: { rule: 'testedFrom' } }]);
});
