import type { ProviderKey } from '@open-ace/contracts/provider-key';
import type { TFunction } from 'i18next';

/** `unused`: nothing is known of it yet. */
export type KeyState = 'ok' | 'cooling' | 'unused';

type HealthOf = Pick<ProviderKey, 'health' | 'lastUsedAt'>;

/** As it is now, not as it was when the server was asked: a pause ends while one looks. */
export function keyState({ health: { coolingUntil, lastFailure }, lastUsedAt }: HealthOf, now: number): KeyState {
  if (coolingUntil !== null && Date.parse(coolingUntil) > now) return 'cooling';
  return lastUsedAt === null && lastFailure === null ? 'unused' : 'ok';
}

type FailureKind = 'refused' | 'forbidden' | 'limited' | 'overloaded' | 'fault' | 'unreachable' | 'other';

const kinds: Record<number, FailureKind> = { 401: 'refused', 403: 'forbidden', 429: 'limited', 503: 'overloaded', 529: 'overloaded' };

/** What the gateway wrote down as the reason of a failure: `http_401`, `unreachable`. */
export function readFailure(reason: string): { kind: FailureKind; status: number } {
  const status = Number(/^http_(\d{3})$/.exec(reason)?.[1] ?? 0);
  if (status === 0) return { kind: reason === 'unreachable' ? 'unreachable' : 'other', status };
  return { kind: kinds[status] ?? (status >= 500 ? 'fault' : 'other'), status };
}

/** The same in words for a person, with the provider's status for who knows those. */
export function failureWords(reason: string, t: TFunction): string {
  const { kind, status } = readFailure(reason);
  return t(`providerKey.failure.${kind}`, { status, reason });
}
