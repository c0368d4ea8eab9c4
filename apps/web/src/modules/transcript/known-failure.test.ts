import { expect, test } from 'vitest';
import { knownFailure, spokenMessage } from './known-failure.ts';

test.each([
  [
    'API Error: 403 {"error":{"message":"There is no provider key for Anthropic. An administrator adds one under Provider keys."}}',
    'providerKey',
  ],
  ['Failed to authenticate. API Error: 403 no_provider_key', 'providerKey'],
  ['API Error: 529 Overloaded', 'overloaded'],
  ['API Error: Connection dropped (ECONNRESET)', 'connection'],
  ['Your credit balance is too low', 'quota'],
  ['TypeError: undefined is not a function', undefined],
])('%s', (message, failure) => {
  expect(knownFailure(message)).toBe(failure);
});

test('of a provider’s JSON only the message is shown', () => {
  expect(spokenMessage('API Error: 403 {"type":"error","error":{"type":"x","message":"There is no \\"key\\"."}}')).toBe(
    'API Error: 403 There is no "key".',
  );
  expect(spokenMessage('Something {else} happened')).toBe('Something {else} happened');
});
