import { expect, test } from 'vitest';
import { toCsv } from './csv.ts';

test('rows end with CRLF and unknown is empty', () => {
  expect(
    toCsv(
      ['day', 'cost_usd'],
      [
        ['2026-11-20', 0.0293],
        ['2026-11-21', null],
      ],
    ),
  ).toBe('day,cost_usd\r\n2026-11-20,0.0293\r\n2026-11-21,\r\n');
});

test('commas, quotes and line breaks are quoted', () => {
  expect(toCsv(['name'], [['a,b'], ['say "hi"'], ['two\nlines']])).toBe('name\r\n"a,b"\r\n"say ""hi"""\r\n"two\nlines"\r\n');
});

test('a name that looks like a formula stays text', () => {
  expect(toCsv(['name'], [['=HYPERLINK("http://evil.example")'], ['-1+1'], ['@sum']])).toBe(
    'name\r\n"\'=HYPERLINK(""http://evil.example"")"\r\n\'-1+1\r\n\'@sum\r\n',
  );
});

test('negative numbers are numbers', () => {
  expect(toCsv(['n'], [[-1.5]])).toBe('n\r\n-1.5\r\n');
});
