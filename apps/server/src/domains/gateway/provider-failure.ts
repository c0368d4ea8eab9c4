import type { IncomingHttpHeaders } from 'node:http';
import type { KeyFailure } from '#domains/provider-key';
import { MINUTE, SECOND } from '#platform/clock';

const LONGEST = 10 * MINUTE;

/** A pause that the provider asks for, or a usual one. RFC 9110, 10.2.3: seconds, or a date. */
function pause(headers: IncomingHttpHeaders, usualMs: number): Pick<KeyFailure, 'coolForMs' | 'isTold'> {
  const value = headers['retry-after'];
  if (value === undefined) return { coolForMs: usualMs };
  const ms = /^\d+$/.test(value) ? Number(value) * SECOND : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? { coolForMs: Math.min(Math.max(ms, SECOND), LONGEST), isTold: true } : { coolForMs: usualMs };
}

/** What a provider's status says about the key and its address; null where it is about the request. */
export function keyFailure(status: number, headers: IncomingHttpHeaders): KeyFailure | null {
  if (status === 401) return { reason: 'http_401', coolForMs: 2 * MINUTE };
  if (status === 403) return { reason: 'http_403', coolForMs: MINUTE };
  if (status === 429) return { reason: 'http_429', ...pause(headers, 30 * SECOND) };
  if (status >= 500) return { reason: `http_${status}`, ...pause(headers, 10 * SECOND) };
  return null;
}

export const unreachableFailure: KeyFailure = { reason: 'unreachable', coolForMs: 10 * SECOND };
