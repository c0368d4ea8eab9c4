import fc from 'fast-check';
import { expect, test } from 'vitest';
import { argumentsOf, linesOf } from './argument-lines.ts';

test('arguments are one a line, with spaces inside and none around', () => {
  expect(argumentsOf('acp\n\n  --add-dir /srv/my data \r\n')).toEqual(['acp', '--add-dir /srv/my data']);
  expect(linesOf(['acp', '--add-dir /srv/my data'])).toBe('acp\n--add-dir /srv/my data');
  expect(argumentsOf('')).toEqual([]);
});

test('quotes around a whole line go, as in a shell; others stay', () => {
  expect(argumentsOf('"my data"\n--name="x"\n"a" and "b"\n"open')).toEqual(['my data', '--name="x"', '"a" and "b"', '"open']);
});

test('what a line cannot hold stands in quotes', () => {
  expect(linesOf(['', ' a', 'two\nlines', '"x"'])).toBe('""\n" a"\n"two\\nlines"\n"\\"x\\""');
});

test('whatever the arguments, they come back from their lines', () => {
  const argument = fc.oneof(fc.string(), fc.constantFrom('', '"', '""', '"x"', '\n', ' ', '\\', '"\\n"', '\r', '\u2028'));
  fc.assert(
    fc.property(fc.array(argument, { maxLength: 5 }), (args) => {
      expect(argumentsOf(linesOf(args))).toEqual(args);
    }),
  );
});
