import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ownWords } from './error-message.ts';

const model = 'claude-sonnet-4-5-20250929';
const said = (prompt: string, message: string, secret = 'x'.repeat(40)) =>
  ownWords(
    message,
    { model, body: Buffer.from(JSON.stringify({ model, max_completion_tokens: 7, messages: [{ content: prompt }] })) },
    secret,
  );

test.each([
  'max_completion_tokens: 300000 > 64000, which is the maximum allowed number of output tokens for claude-sonnet-4-5-20250929',
  'Rate limit reached for claude-sonnet-4-5-20250929 in organization org-1 on tokens per min (TPM): Limit 30000, Used 29000.',
  'messages.3.content.0: `tool_use` ids were found without `tool_result` blocks',
  'Your credit balance is too low to access the Anthropic API.',
])('the provider’s own words stay: %s', (message) => {
  expect(said('Please write a poem about the sea.', message)).toBe(message);
});

test('what it repeats of a request goes, however the client wrote it', () => {
  const prompt = '请把我们下一季度的收购计划翻译成英文并发送给法务部门';
  const message = `invalid content: ${prompt}`;
  expect(said(prompt, message)).toBe('invalid content: …');
  const ascii = Buffer.from(`{"messages":"${prompt.replace(/./gu, (one) => `\\u${one.charCodeAt(0).toString(16)}`)}"}`);
  expect(ownWords(message, { model, body: ascii }, 'secret')).toBe('invalid content: …');
});

test('no piece of a prompt of any length worth reading is left', () => {
  const word = fc.string({ unit: fc.constantFrom(...'abcdefghij0123456789'), minLength: 2, maxLength: 12 });
  const words = fc.array(word, { minLength: 6, maxLength: 40 }).map((list) => `0 ${list.join(' ')}`);
  fc.assert(
    fc.property(words, fc.nat(20), fc.nat(400), (prompt, from, length) => {
      const echo = prompt.slice(from, from + 40 + length).trim();
      const left = said(prompt, `could not read: "${echo}"`);
      for (let at = 0; at + 30 < echo.length; at++) expect(left).not.toContain(echo.slice(at, at + 30));
    }),
  );
});

test('keys go, the one that was used and whatever looks like one', () => {
  const used = 'a-secret-of-no-known-form';
  expect(said('x', `no: ${used}`, used)).toBe('no: ***');
  expect(said('x', 'Incorrect API key provided: sk-proj-abc***wxyz. Find yours at …', used)).toBe(
    'Incorrect API key provided: *** Find yours at …',
  );
});
