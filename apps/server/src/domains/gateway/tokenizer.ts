import { createRequire } from 'node:module';

type Count = (text: string, options: { disallowedSpecial: Set<string> }) => number;

let count: Count | undefined;

/** Loading its table takes a tenth of a second, so it is loaded when somebody first counts, or before. */
function loadTokenizer(): Count {
  count ??= (createRequire(import.meta.url)('gpt-tokenizer/encoding/o200k_base') as { countTokens: Count }).countTokens;
  return count;
}

/** A run without a space costs time by the square of its length, so text is counted in pieces; each border adds a token at most. */
const PIECE = 400;
/** Of longer text a sample tells the rest. */
const MOST_COUNTED = 400_000;
const plainText = { disallowedSpecial: new Set<string>() };

/**
 * Tokens of a text by OpenAI's o200k table (npm gpt-tokenizer). Vendors' own tables differ by some 10 to 20 %, so what is counted so is
 * marked as estimated.
 */
export function countTokens(text: string): number {
  const counter = loadTokenizer();
  const sample = text.length > MOST_COUNTED ? text.slice(0, MOST_COUNTED) : text;
  let tokens = 0;
  for (let at = 0; at < sample.length; at += PIECE) tokens += counter(sample.slice(at, at + PIECE), plainText);
  return Math.ceil(tokens * (text.length / Math.max(1, sample.length)));
}
