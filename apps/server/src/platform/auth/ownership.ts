import type { UserCtx } from '../context.ts';
import { notFound } from '../errors.ts';

/** Records that a person can own, and the input field that names one. */
const idFields = { session: 'sessionId', machine: 'machineId' } as const;
export type Owned = keyof typeof idFields;

/** Whether this person may act on the record: its owner, an admin of its machine, or an admin. False also where there is none. */
type OwnershipCheck = (ctx: UserCtx, id: string) => Promise<boolean>;

const checks: Partial<Record<Owned, OwnershipCheck>> = {};

/** A domain says once how its records are owned; `owns` asks it. */
export function defineOwnership(kind: Owned, check: OwnershipCheck): void {
  checks[kind] = check;
}

export async function requireOwnership(ctx: UserCtx, kind: Owned, input: unknown): Promise<void> {
  const id: unknown = typeof input === 'object' && input !== null ? Reflect.get(input, idFields[kind]) : undefined;
  // An id of the wrong form is for the input schema to refuse: without one there is nothing to own.
  const known = typeof id === 'string' && id.length <= 100 && (await checks[kind]?.(ctx, id));
  if (!known) throw notFound(kind);
}
