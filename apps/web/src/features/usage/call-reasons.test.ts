import { expect, test } from 'vitest';
import { en } from '#lib/i18n/en/index.ts';
import { readReason } from './call-reasons.ts';

const known = (error: string) => {
  const read = readReason(error);
  return read.kind === 'known' ? read.reason : read.kind;
};

test.each([
  'budget_reached',
  'client_closed',
  'client_stalled',
  'no_answer',
  'no_usage',
  'not_made',
  'not_understood',
  'provider_cut',
  'provider_packed',
  'provider_redirected',
  'provider_timeout',
  'provider_unreachable',
  'server_ended',
  'server_stopped',
])('the gateway’s %s has words of its own', (reason) => {
  expect(known(reason)).toBe(reason);
  expect(en).toHaveProperty([`usage.reason.${reason}`]);
});

test.each([
  ['provider_key_refused', 'key_refused'],
  ['http_401', 'key_refused'],
  ['invalid_api_key', 'key_refused'],
  ['PERMISSION_DENIED', 'key_refused'],
  ['http_429', 'too_many'],
  ['rate_limit_error', 'too_many'],
  ['http_529', 'overloaded'],
  ['http_500', 'provider_fault'],
  ['http_599', 'provider_fault'],
  ['unreachable', 'provider_unreachable'],
])('providers’ %s is %s', (error, reason) => {
  expect(known(error)).toBe(reason);
});

test('what nobody knows is shown as it was told', () => {
  expect(readReason('http_418')).toEqual({ kind: 'status', status: 418 });
  expect(readReason('content_filter')).toEqual({ kind: 'code', code: 'content_filter' });
  expect(readReason('The model went away.')).toEqual({ kind: 'text', text: 'The model went away.' });
  expect(readReason('toString')).toEqual({ kind: 'code', code: 'toString' });
});
