import { TokenScope } from '@open-ace/contracts/gateway';
import { z } from 'zod';
import type { Deps } from '../context.ts';
import { randomSecret, sha256 } from '../crypto.ts';
import type { Tx } from '../db/tx.ts';
import { AppError } from '../errors.ts';
import { newId } from '../ids.ts';
import { findToken, insertToken, type TokenRow, touchToken } from './repository.ts';

/** Kinds of credentials, and the prefix by which a person (and a secret scanner) tells them apart. */
const prefixes = {
  'sign-in': 'ace_s_',
  setup: 'ace_setup_',
  registration: 'ace_reg_',
  machine: 'ace_m_',
  proxy: 'ace_p_',
  personal: 'ace_pat_',
} as const;

export type TokenKind = keyof typeof prefixes;

interface Holder {
  tenantId: string;
  kind: TokenKind;
  userId?: string;
  machineId?: string;
  sessionId?: string;
  /** Words with spaces between them; '' for all that its kind opens. */
  scopes?: string;
  label?: string;
  userAgent?: string;
  address?: string;
}

type NewToken = Holder & ({ lifetimeMs: number; expiresAt?: never } | { expiresAt: Date; lifetimeMs?: never });

/** As much of a token's secret part as may be kept to tell it by: 24 of 256 bits. */
const HINTED = 4;

/** Only people have several of a kind to tell apart. */
const hintOf = (kind: TokenKind, text: string) => (kind === 'personal' ? text.slice(0, prefixes[kind].length + HINTED) : '');

/** Makes a token. Its text exists only in the answer; the database keeps the hash. */
export async function issueToken(
  tx: Tx & Pick<Deps, 'clock'>,
  { lifetimeMs = 0, expiresAt, ...token }: NewToken,
): Promise<{ id: string; text: string }> {
  const text = `${prefixes[token.kind]}${randomSecret()}`;
  const now = tx.clock.now();
  const id = newId();
  await insertToken(tx, {
    ...token,
    id,
    hash: sha256(text),
    hint: hintOf(token.kind, text),
    createdAt: new Date(now),
    expiresAt: expiresAt ?? new Date(now + lifetimeMs),
  });
  return { id, text };
}

/** The doors that a token opens. Without scopes it opens every one, which `llm` says by name. */
export const scopesOf = ({ scopes }: Pick<TokenRow, 'scopes'>): TokenScope[] =>
  scopes === '' ? ['llm'] : z.array(TokenScope).parse(scopes.split(' '));

/** The hash by which the token behind a text is found; null for a text that cannot be of this kind. */
export const hashOfToken = (kind: TokenKind, text: string): string | null =>
  text.startsWith(prefixes[kind]) && text.length < 200 ? sha256(text) : null;

type Validity = Pick<TokenRow, 'kind' | 'revokedAt' | 'expiresAt'>;

/**
 * The row found for a text, if it is of this kind and in force. Never valid: UNAUTHENTICATED; revoked or expired: FORBIDDEN, so that a
 * client stops asking with it.
 */
export function requireInForce<Row extends Validity>(row: Row | null, kind: TokenKind, now: number): Row {
  if (!row || row.kind !== kind) throw new AppError('UNAUTHENTICATED', 'This credential is not valid.', { reason: 'invalid_credential' });
  if (row.revokedAt) throw new AppError('FORBIDDEN', 'This credential was revoked. Sign in again.', { reason: 'credential_revoked' });
  if (row.expiresAt.getTime() <= now)
    throw new AppError('FORBIDDEN', 'This credential has expired. Sign in again.', { reason: 'credential_expired' });
  return row;
}

/** The token behind a text, if it is of this kind and in force; else throws as `requireInForce` does. */
export async function verifyToken(deps: Pick<Deps, 'db' | 'clock'>, kind: TokenKind, text: string): Promise<TokenRow> {
  const hash = hashOfToken(kind, text);
  return requireInForce(hash ? await findToken(deps.db, hash) : null, kind, deps.clock.now());
}

export { type TokenRow, touchToken };
