import type { IncomingHttpHeaders } from 'node:http';
import { MINUTE, SECOND } from '#platform/clock';

/** That a key did not do, and for how long others are better tried. */
export interface KeyFailure {
  reason: string;
  coolForMs: number;
}

const LONGEST = 10 * MINUTE;

/** RFC 9110, 10.2.3: seconds, or a date. */
function retryAfter(headers: IncomingHttpHeaders): number | null {
  const value = headers['retry-after'];
  if (value === undefined) return null;
  const ms = /^\d+$/.test(value) ? Number(value) * SECOND : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, SECOND), LONGEST) : null;
}

/** What a provider's status says about the key and its address; null where it is about the request. */
export function keyFailure(status: number, headers: IncomingHttpHeaders): KeyFailure | null {
  if (status === 401) return { reason: 'http_401', coolForMs: 5 * MINUTE };
  if (status === 403) return { reason: 'http_403', coolForMs: MINUTE };
  if (status === 429) return { reason: 'http_429', coolForMs: retryAfter(headers) ?? 30 * SECOND };
  if (status >= 500) return { reason: `http_${status}`, coolForMs: retryAfter(headers) ?? 10 * SECOND };
  return null;
}

export const unreachableFailure: KeyFailure = { reason: 'unreachable', coolForMs: 10 * SECOND };
