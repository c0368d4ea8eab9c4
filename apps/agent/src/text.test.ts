import fc from 'fast-check';
import { expect, test } from 'vitest';
import { oneLine, shortened, sound, withoutMiddle } from './text.ts';

test('sound text keeps what is sound and replaces the rest', () => {
  expect(sound('Größe 漢字 😀')).toBe('Größe 漢字 😀');
  expect(sound('a\0b')).toBe('a␀b');
  expect(sound('x\ud83d')).toBe('x\ufffd');
});

test('shortened text keeps to its length, also where an emoji is cut', () => {
  expect(shortened('abcdef', 4)).toBe('abc…');
  expect(shortened('ab😀def', 4)).toBe('ab\ufffd…');
  expect(oneLine('  a\n\tb  ', 10)).toBe('a b');
});

test('what is too long loses its middle and says how much', () => {
  const cut = withoutMiddle(`${'a'.repeat(1000)}${'b'.repeat(1000)}`, 300);
  expect(cut).toMatch(/^a+\n\[… 1800 characters left out by Open ACE …\]\nb+$/);
});

test('whatever comes fits its bounds and is well-formed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), fc.integer({ min: 200, max: 1000 }), (text, most) => {
      for (const result of [shortened(text, most), withoutMiddle(text, most), oneLine(text, most)]) {
        expect(result.length).toBeLessThanOrEqual(most);
        expect(Buffer.from(result).toString()).toBe(result);
      }
    }),
  );
});
