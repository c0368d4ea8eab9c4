import type { ProviderKeyHealth } from '@open-ace/contracts/provider-key';
import type { TFunction } from 'i18next';

/** As it is now, not as it was when the server was asked: milliseconds until its pause ends, which it does while one looks; 0 for none. */
export const pauseLeft = ({ coolingUntil }: ProviderKeyHealth, now: number): number =>
  coolingUntil === null ? 0 : Math.max(0, Date.parse(coolingUntil) - now);

type FailureKind = 'refused' | 'forbidden' | 'limited' | 'overloaded' | 'fault' | 'unreachable' | 'test' | 'other';

const kinds: Record<number, FailureKind> = { 401: 'refused', 403: 'forbidden', 429: 'limited', 503: 'overloaded', 529: 'overloaded' };

/** What the gateway wrote down as the reason of a failure: `http_401`, `unreachable`. */
export function readFailure(reason: string): { kind: FailureKind; status: number } {
  const status = Number(/^http_(\d{3})$/.exec(reason)?.[1] ?? 0);
  if (status === 0) return { kind: reason === 'unreachable' || reason === 'test' ? reason : 'other', status };
  return { kind: kinds[status] ?? (status >= 500 ? 'fault' : 'other'), status };
}

/** The same in words for a person, with the provider's status for who knows those. */
export function failureWords(reason: string, t: TFunction): string {
  const { kind, status } = readFailure(reason);
  return t(`providerKey.failure.${kind}`, { status, reason });
}
