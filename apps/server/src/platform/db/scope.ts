import { AppError } from '../errors.ts';
import type { Client } from './client.ts';

const everyTenant = Symbol('every tenant');

/** What a repository is made from: a client and the one tenant whose rows it sees. */
export interface Scope {
  db: Client;
  tenantId: string | typeof everyTenant;
}

/** The only way to see all tenants; `reason` is for the reader of the code. */
export function systemScope(context: { db: Client }, reason: string): Scope {
  if (!reason) throw new AppError('INTERNAL', 'A system scope needs a reason.');
  return { db: context.db, tenantId: everyTenant };
}

/** The `where` of a scope. A missing tenant is a denial, never "all tenants". */
export function tenantFilter(scope: Scope): { tenantId?: string } {
  return scope.tenantId === everyTenant ? {} : { tenantId: ownTenant(scope) };
}

/** The tenant that a new row belongs to. */
export function ownTenant(scope: Pick<Scope, 'tenantId'>): string {
  if (typeof scope.tenantId !== 'string' || scope.tenantId === '') throw new AppError('FORBIDDEN', 'No tenant, no access.');
  return scope.tenantId;
}
