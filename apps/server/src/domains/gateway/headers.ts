import type { IncomingHttpHeaders } from 'node:http';

/** RFC 9110, 7.6.1: between two neighbours only. */
const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** What the client says to us alone: who it is, through whom it came, and how the bytes are packed. */
const neverUpstream = new Set([
  ...hopByHop,
  'authorization',
  'x-api-key',
  'x-goog-api-key',
  'api-key',
  'cookie',
  'host',
  'content-length',
  'accept-encoding',
  'expect',
  'origin',
  'referer',
  'forwarded',
  'x-real-ip',
  'x-litellm-end-user-id',
]);

/** What the provider says to its own visitors: on our address it would be about us. */
const neverToClient = new Set([
  ...hopByHop,
  'set-cookie',
  'date',
  'alt-svc',
  'strict-transport-security',
  'content-security-policy',
  'clear-site-data',
  'www-authenticate',
  'link',
  'refresh',
  'location',
  'report-to',
  'nel',
]);

const isOurs = (name: string) => name.startsWith('x-openace-') || name.startsWith('x-forwarded-') || name.startsWith('sec-');

/** Headers that `Connection` names are for the neighbour too. */
const namedByConnection = (value: string | undefined) => (value ? value.split(',').map((name) => name.trim().toLowerCase()) : []);

/** The client's headers as they go on to the provider, as a list of name, value. `raw` is what Node gives: names and values in turn. */
export function upstreamHeaders(raw: string[], connection: string | undefined, keyHeaders: string[]): string[] {
  const named = namedByConnection(connection);
  const headers = [...keyHeaders, 'accept-encoding', 'identity'];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at]?.toLowerCase() ?? '';
    if (neverUpstream.has(name) || isOurs(name) || named.includes(name)) continue;
    headers.push(name, raw[at + 1] ?? '');
  }
  return headers;
}

/** The provider's headers as they go on to the client. */
export function clientHeaders(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const named = namedByConnection(typeof headers.connection === 'string' ? headers.connection : undefined);
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || neverToClient.has(name) || name.startsWith('access-control-') || named.includes(name)) continue;
    kept[name] = value;
  }
  kept['x-content-type-options'] = 'nosniff';
  return kept;
}
