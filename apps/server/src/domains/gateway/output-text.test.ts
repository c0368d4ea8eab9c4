import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OutputText } from './output-text.ts';
import { countTokens } from './tokenizer.ts';

const words = fc.constantFrom('budget ', 'überspannt ', '模型', '🙂', ' = {', '\n', 'a');
const pieces = fc.array(
  fc.array(words, { maxLength: 800 }).map((list) => list.join('')),
  { maxLength: 30 },
);

/** Pieces may make fewer tokens than what they are cut from: "aa" and "budget " are three, "aabudget " is four. */
const nearly = (tokens: number) => Math.floor(tokens * 0.7) - 2;

test('counts the whole text however it came, and in the middle not too little', () => {
  fc.assert(
    fc.property(pieces, fc.integer({ min: 1, max: 7 }), (list, every) => {
      const output = new OutputText();
      let text = '';
      for (const [index, piece] of list.entries()) {
        output.add(piece);
        text += piece;
        if (index % every === 0) expect(output.soFar()).toBeGreaterThanOrEqual(nearly(countTokens(text)));
      }
      expect(output.tokens()).toBe(countTokens(text));
      expect(output.isEmpty).toBe(text === '');
    }),
    { numRuns: 100 },
  );
});

test('has reached a limit only when the whole text has, and soon then', () => {
  fc.assert(
    fc.property(pieces, fc.integer({ min: 1, max: 3000 }), (list, limit) => {
      const output = new OutputText();
      let text = '';
      for (const piece of list) {
        output.add(piece);
        text += piece;
        const tokens = countTokens(text);
        if (output.hasReached(limit)) expect(tokens).toBeGreaterThanOrEqual(limit);
        else expect(nearly(tokens)).toBeLessThan(limit);
      }
    }),
    { numRuns: 30 },
  );
});

test('counts by its length what could not be read, and what is longer than any answer', () => {
  const output = new OutputText();
  output.addUnread(4000);
  expect(output.soFar()).toBe(1000);
  for (let n = 0; n < 5; n++) output.add('a b '.repeat(128 * 1024));
  expect(output.tokens()).toBeGreaterThan(1000 + 128 * 1024);
});
