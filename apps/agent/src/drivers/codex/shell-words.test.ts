import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scriptOf, shellWords } from './shell-words.ts';

test.each([
  ["/bin/bash -lc 'touch x'", 'touch x'],
  ['/usr/bin/bash -c ls', 'ls'],
  [`/bin/bash -lc "echo "'$HOME'`, 'echo $HOME'],
  ['/bin/bash -lc "say \\"it\\""', 'say "it"'],
  // Whatever is not that is told as it is.
  ["/home/dev/bash -lc 'touch x'", "/home/dev/bash -lc 'touch x'"],
  ["/bin/bash -lc 'touch x' more", "/bin/bash -lc 'touch x' more"],
  ["/bin/bash -ic 'touch x'", "/bin/bash -ic 'touch x'"],
  ["/bin/bash -lc 'never closed", "/bin/bash -lc 'never closed"],
  ['', ''],
])('what %j runs is %j', (command, script) => {
  expect(scriptOf(command)).toBe(script);
});

test.skipIf(process.platform === 'win32')('words are those that a shell makes of them', () => {
  const word = fc.oneof(
    fc.stringMatching(/^[a-z./=-]{1,6}$/),
    fc.stringMatching(/^'[a-z "$\\]{0,6}'$/),
    fc.stringMatching(/^"([a-z ']|\\["\\$]){0,6}"$/),
    fc.stringMatching(/^\\[ '"$\\a]$/),
  );
  const line = fc.array(fc.array(word, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(line, (words) => {
      const joined = words.map((parts) => parts.join('')).join(' ');
      const told = execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${joined}`], { encoding: 'utf8' });
      expect(shellWords(joined)).toEqual(told.split('\0').slice(0, -1));
    }),
    { numRuns: 60 },
  );
});
