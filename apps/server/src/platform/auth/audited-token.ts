import { type AuditedResource, audited } from '../audit/audit.ts';
import type { TokenRow } from './repository.ts';

const fields = {
  id: 'ignore',
  tenantId: 'ignore',
  kind: 'ignore',
  hash: 'secret',
  userId: 'ignore',
  machineId: 'ignore',
  sessionId: 'ignore',
  scopes: 'ignore',
  hint: 'ignore',
  label: 'ignore',
  userAgent: 'ignore',
  address: 'ignore',
  createdAt: 'ignore',
  expiresAt: 'ignore',
  lastUsedAt: 'ignore',
  revokedAt: 'track',
} as const;

/** A kind of credential in the audit log: its end is always told, its hash never, and of the rest what tells this kind apart. */
export function auditedToken(
  type: string,
  nameOf: (row: TokenRow) => string,
  told: Exclude<keyof TokenRow, 'hash'>[],
): AuditedResource<TokenRow> {
  return audited<TokenRow>(type, nameOf, { ...fields, ...Object.fromEntries(told.map((name) => [name, 'track' as const])) });
}
