import { SetAcpAgent } from '@open-ace/contracts/acp-agent';
import { expect, test } from 'vitest';
import { agentOf, emptyAgent, valuesOf } from './agent-values.ts';

const goose = SetAcpAgent.parse({
  ...emptyAgent,
  id: 'goose',
  name: 'Goose',
  program: 'goose',
  args: ['acp', '--add-dir /srv/my data'],
  env: [{ name: 'OPENAI_API_KEY', value: '{token}' }],
  config: '{"a":1}',
  beside: { args: ['serve', '--port', '{port}'] },
  modes: [
    { mode: 'plan', id: 'read', config: '' },
    { mode: 'full-auto', id: '' },
  ],
  tested: { from: '1.2.3', below: '2.0.0' },
  package: '@goose/agent',
});

test('an agent that is opened and not changed stays as it is', () => {
  expect(agentOf(valuesOf(goose))).toEqual(goose);
  expect(agentOf(valuesOf(emptyAgent))).toEqual(emptyAgent);
});

test('what is switched off is not sent, and not lost while the form is open', () => {
  const values = valuesOf(goose);
  values.modes.plan.offered = false;
  values.beside.runs = false;
  expect(agentOf(values)).toEqual({ ...goose, modes: [{ mode: 'full-auto', id: '' }], beside: null });
  expect(values.modes.plan.id).toBe('read');
  expect(values.beside.args).toBe('serve\n--port\n{port}');
});

test('a row in which nothing was typed is no variable', () => {
  const values = valuesOf(goose);
  values.env = [{ key: 'a', name: ' ', value: '' }, ...values.env, { key: 'b', name: ' EMPTY ', value: '' }];
  expect(agentOf(values).env).toEqual([
    { name: 'OPENAI_API_KEY', value: '{token}' },
    { name: 'EMPTY', value: '' },
  ]);
});
