import { expect, test } from 'vitest';
import { problemOf } from './version.ts';

test.each(['0.160.0', '0.169.0', '0.169.7', '0.169.0-alpha.2'])('%s can be used', (version) => {
  expect(problemOf(version)).toBe('');
});

test.each([
  ['0.159.9', 'Codex 0.159.9 is older than what Open ACE knows (from 0.160). Install it with: npm install -g @openai/codex@0.169.0'],
  ['0.170.1', 'Codex 0.170.1 is newer than what Open ACE knows (up to 0.169). Install it with: npm install -g @openai/codex@0.169.0'],
  ['1.0.0', 'Codex 1.0.0 is newer than what Open ACE knows (up to 0.169). Install it with: npm install -g @openai/codex@0.169.0'],
])('%s cannot, and the way out is said', (version, problem) => {
  expect(problemOf(version)).toBe(problem);
});
