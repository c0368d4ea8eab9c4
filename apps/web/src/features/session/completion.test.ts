import { describe, expect, test } from 'vitest';
import { completableAt, complete, matchingCommands } from './completion.ts';

const at = (marked: string) => completableAt(marked.replace('|', ''), marked.indexOf('|'));

describe('what is completed', () => {
  test.each([
    ['@|', 'file', ''],
    ['look at @src/lo|', 'file', 'src/lo'],
    ['(@read|me)', 'file', 'read'],
    ['one\n@two|', 'file', 'two'],
    ['/|', 'command', ''],
    ['/comp| the rest', 'command', 'comp'],
  ])('%s', (marked, kind, query) => expect(at(marked)).toMatchObject({ kind, query }));

  test.each(['|', 'ada@example.com|', '@done |', 'and /comp|', '/compact now|', ' /comp|'])('nothing in %s', (marked) =>
    expect(at(marked)).toBeNull(),
  );
});

test('a choice stands in place of what was typed, with a space to type on after', () => {
  const text = 'see @lo and go';
  const file = completableAt(text, 7);
  expect(file && complete(text, file, '@src/login.ts')).toEqual({ text: 'see @src/login.ts and go', caret: 18 });
  expect(file && complete(text, file, '@src/')).toEqual({ text: 'see @src/ and go', caret: 9 });
  const command = completableAt('/co', 3);
  expect(command && complete('/co', command, '/compact')).toEqual({ text: '/compact ', caret: 9 });
});

test('commands that begin with what is typed come first', () => {
  const commands = ['recompact', 'compact', 'Commit', 'help'].map((name) => ({ name, description: '', hint: '' }));
  expect(matchingCommands(commands, 'com').map(({ name }) => name)).toEqual(['Commit', 'compact', 'recompact']);
});
