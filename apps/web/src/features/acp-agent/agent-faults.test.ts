import { expect, test } from 'vitest';
import { faultsOf, isAdvanced } from './agent-faults.ts';
import { type AgentValues, emptyAgent, valuesOf } from './agent-values.ts';

const filled = (change: (values: AgentValues) => void = () => undefined): AgentValues => {
  const values = valuesOf({ ...emptyAgent, id: 'goose', name: 'Goose', program: 'goose' });
  change(values);
  return values;
};
const faults = (change: (values: AgentValues) => void, taken: string[] = []) => faultsOf(filled(change), taken);

test('an agent that has what it needs is without a fault, and an empty one says what it needs', () => {
  expect(faultsOf(filled(), [])).toEqual({});
  expect(faultsOf(valuesOf(emptyAgent), [])).toEqual({ id: 'id', name: 'name', program: 'program' });
});

test('an id is neither that of a tool which comes with Open ACE nor that of another agent', () => {
  expect(faults((values) => Object.assign(values, { id: 'codex' }))).toEqual({ id: 'builtIn' });
  expect(faults(() => undefined, ['goose'])).toEqual({ id: 'idTaken' });
});

test('a secret in arguments is a fault, wherever they are', () => {
  const secret = (values: AgentValues) => Object.assign(values, { args: 'acp\n--key={token}', versionArgs: '{secret}' });
  expect(faults(secret)).toEqual({ args: 'secret', versionArgs: 'secret' });
  expect(faults((values) => Object.assign(values, { beside: { runs: true, args: '{secret}' } }))).toEqual({ 'beside.args': 'secret' });
  expect(faults((values) => Object.assign(values, { args: 'x'.repeat(501) }))).toEqual({ args: 'arguments' });
});

test('a fault of a variable stands in its own row, past those that are empty', () => {
  const rows = [
    { key: 'a', name: '', value: '' },
    { key: 'b', name: 'not a name', value: '' },
    { key: 'c', name: '', value: 'x' },
  ];
  expect(faults((values) => Object.assign(values, { env: rows }))).toEqual({ 'env.1.name': 'variableName', 'env.2.name': 'variableName' });
});

test('a fault of a mode stands at that mode, past those that are not offered', () => {
  expect(faults((values) => Object.assign(values.modes.ask, { id: 'x'.repeat(101) }))).toEqual({ 'modes.ask.id': 'modeId' });
  expect(faults((values) => Object.assign(values.modes.ask, { hasConfig: true, config: 'x'.repeat(20_001) }))).toEqual({
    'modes.ask.config': 'config',
  });
  expect(faults((values) => Object.assign(values.modes.ask, { offered: false }))).toEqual({ modes: 'modes' });
});

test('a package needs the version in which it is installed', () => {
  expect(faults((values) => Object.assign(values, { package: 'goose-agent' }))).toEqual({ 'tested.from': 'testedFrom' });
  expect(faults((values) => Object.assign(values.tested, { below: '2' }))).toEqual({ 'tested.below': 'version' });
});

test('faults in the folded part open it', () => {
  expect(['env.0.name', 'tested.from', 'modes.ask.config', 'versionArgs'].filter(isAdvanced)).toHaveLength(4);
  expect(['id', 'args', 'modes', 'modes.ask.id'].filter(isAdvanced)).toEqual([]);
});
