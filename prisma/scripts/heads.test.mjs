import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { headFile, headOf, providers } from './heads.mjs';

test.each(providers)('the %s head is made from the present models', (provider) => {
  expect(readFileSync(headFile(provider), 'utf8')).toBe(headOf(provider));
});
