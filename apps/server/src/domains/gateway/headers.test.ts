import { expect, test } from 'vitest';
import { clientHeaders, upstreamHeaders } from './headers.ts';

const pairs = (flat: string[]) => Object.fromEntries(Array.from({ length: flat.length / 2 }, (_, n) => [flat[2 * n], flat[2 * n + 1]]));

test('upstream go the vendor’s headers, with our key and nothing of the client’s own', () => {
  const raw = ['Authorization', 'Bearer ace_p_x', 'X-Api-Key', 'ace_p_x', 'Cookie', 'a=b', 'Host', 'us', 'Content-Length', '3'];
  const more = ['Connection', 'close, X-Hop', 'X-Hop', '1', 'TE', 'trailers', 'Accept-Encoding', 'br', 'X-Forwarded-For', '1.2.3.4'];
  const kept = ['Anthropic-Version', '2023-06-01', 'X-Stainless-Lang', 'js', 'Content-Type', 'application/json'];
  expect(pairs(upstreamHeaders([...raw, ...more, ...kept], 'close, X-Hop', ['x-api-key', 'sk']))).toEqual({
    'x-api-key': 'sk',
    'accept-encoding': 'identity',
    'anthropic-version': '2023-06-01',
    'x-stainless-lang': 'js',
    'content-type': 'application/json',
  });
});

test('to the client go the provider’s headers, without what would speak about our address', () => {
  const answered = {
    'content-type': 'application/json',
    'content-length': '12',
    'request-id': 'req_1',
    'anthropic-ratelimit-requests-remaining': '9',
    'retry-after': '3',
    'x-hop': '1',
    connection: 'keep-alive, x-hop',
    'set-cookie': ['__cf_bm=1'],
    'strict-transport-security': 'max-age=1',
    'alt-svc': 'h3=":443"',
    'access-control-allow-origin': '*',
    location: 'https://elsewhere.example',
  };
  expect(clientHeaders(answered)).toEqual({
    'content-type': 'application/json',
    'content-length': '12',
    'request-id': 'req_1',
    'anthropic-ratelimit-requests-remaining': '9',
    'retry-after': '3',
    'x-content-type-options': 'nosniff',
  });
});
