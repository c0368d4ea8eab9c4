import { expect, test } from 'vitest';
import { addable } from './extra-arguments.ts';

const known = { flags: ['--verbose'], options: ['--add-dir', '--max-turns'] };
const added = (...args: string[]) => addable(args, known, 'The CLI');

test.each([[[]], [['--verbose']], [['--add-dir', '/a', '/b', '--max-turns=3', '--verbose']]])('%j can be added', (args) => {
  expect(added(...args)).toEqual(args);
});

test.each([
  [['--settings', '{}'], '--settings'],
  [['--settings={}'], '--settings={}'],
  [['prompt'], 'prompt'],
  [['--verbose', 'prompt'], 'prompt'],
  [['--verbose=1'], '--verbose=1'],
  [['--max-turns=3', 'prompt'], 'prompt'],
  [['--add-dirs', '/a'], '--add-dirs'],
  [['-p'], '-p'],
  [['--'], '--'],
])('%j cannot, and the first that cannot is named', (args, named) => {
  expect(() => added(...args)).toThrow(
    `The argument "${named}" cannot be added to The CLI. Of its options these can: --verbose, --add-dir`,
  );
});
