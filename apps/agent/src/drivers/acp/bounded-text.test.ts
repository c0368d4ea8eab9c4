import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BoundedText } from './bounded-text.ts';

test('pieces make the text that they are pieces of, as long as there is room; then its beginning and its end stay', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 400 }), { maxLength: 40 }), (pieces) => {
      const text = new BoundedText(1000);
      for (const piece of pieces) text.add(piece);
      const whole = pieces.join('');
      expect(text.length).toBe(whole.length);
      if (whole.length <= 900) {
        expect(text.toString()).toBe(whole);
        return;
      }
      expect(text.toString().length).toBeLessThanOrEqual(1000);
      expect(text.toString()).toMatch(/\[… \d+ characters left out by Open ACE …\]/);
      expect(text.toString().startsWith(whole.slice(0, 600))).toBe(true);
      expect(text.toString().endsWith(whole.slice(-200))).toBe(true);
    }),
  );
});

test('a hundred megabytes take the memory of what is kept', () => {
  const text = new BoundedText(390_000);
  const piece = 'x'.repeat(1 << 20);
  for (let n = 0; n < 100; n++) text.add(piece);
  expect(text.length).toBe(100 << 20);
  expect(text.toString().length).toBeLessThanOrEqual(390_000);
});
