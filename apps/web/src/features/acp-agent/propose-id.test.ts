import { ToolId } from '@open-ace/contracts/tools';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { proposeId } from './propose-id.ts';

test.each([
  ['Goose', 'goose'],
  ['Gemini CLI', 'gemini-cli'],
  ['  OpenCode (beta) 2 ', 'opencode-beta-2'],
  ['Gémini', 'gemini'],
  ['3rd agent', 'rd-agent'],
  ['a'.repeat(60), 'a'.repeat(40)],
  ['智能体', ''],
  ['智能体 Goose', 'goose'],
  ['x', ''],
  ['', ''],
])('of “%s” the id is “%s”', (name, id) => {
  expect(proposeId(name)).toBe(id);
});

test('whatever the name, what is proposed is an id', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      const id = proposeId(name);
      expect(id === '' || ToolId.safeParse(id).success).toBe(true);
    }),
  );
});
