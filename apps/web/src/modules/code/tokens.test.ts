import fc from 'fast-check';
import { expect, test } from 'vitest';
import { highlightLines } from './highlighter.ts';
import { languageNamed, languageOfPath } from './languages.ts';
import { plainLines } from './tokens.ts';

const textOf = (lines: ReturnType<typeof plainLines>) => lines.map((line) => line.map(({ text }) => text).join('')).join('\n');

test('colours never change the text', () => {
  const code = fc.string({
    unit: fc.constantFrom('<', '>', '&', '"', "'", '\n', ' ', '/', '*', '`', '$', '{', '}', 'const', '<span class="hljs-x">', '&lt;', '1'),
  });
  fc.assert(
    fc.property(code, fc.constantFrom('typescript' as const, 'xml' as const, 'bash' as const, 'markdown' as const), (text, language) => {
      expect(textOf(highlightLines(text, language))).toBe(text);
      expect(textOf(plainLines(text))).toBe(text);
    }),
  );
});

test('keywords, strings and what lies over several lines have their kinds', () => {
  const [first, second] = highlightLines('/* a\nb */ const x = "y";', 'typescript');
  expect(first).toEqual([{ text: '/* a', kind: 'comment' }]);
  expect(second?.find(({ text }) => text === 'const')?.kind).toBe('keyword');
  expect(second?.find(({ text }) => text === '"y"')?.kind).toBe('string');
});

test.each([
  ['src/a.test.tsx', 'typescript'],
  ['C:\\x\\y.PY', 'python'],
  ['/srv/Dockerfile.dev', 'dockerfile'],
  ['Makefile', null],
  ['a.unknown', null],
])('%s is %s', (path, language) => {
  expect(languageOfPath(path)).toBe(language);
});

test('a fence may use the short name', () => {
  expect(languageNamed('TS')).toBe('typescript');
  expect(languageNamed('klingon')).toBeNull();
});
