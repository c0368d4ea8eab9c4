import type { AuditAction, AuditOutcome } from '@open-ace/contracts/audit';
import type { Actor, Origin } from '../context.ts';
import type { Tx } from '../db/tx.ts';
import { newId } from '../ids.ts';
import { insertAuditEntry } from './repository.ts';

type FieldClass = 'track' | 'ignore' | 'secret';

/** How a kind of record is audited: every field is in one class, which the type enforces. */
export interface AuditedResource<Row> {
  type: string;
  fields: Record<keyof Row & string, FieldClass>;
  nameOf: (row: Row) => string;
}

export function audited<Row extends { id: string }>(
  type: string,
  nameOf: (row: Row) => string,
  fields: Record<keyof Row & string, FieldClass>,
): AuditedResource<Row> {
  return { type, fields, nameOf };
}

interface Change<Row> {
  action: AuditAction;
  /** The record that the action is about, where it changes none of its fields. */
  subject?: Row | null;
  before?: Row | null;
  after?: Row | null;
  outcome?: AuditOutcome;
}

type AuditTx = Tx & { tenantId: string; actor?: Actor; origin: Origin; clock: { now(): number } };

const jsonOf = (value: unknown): string | undefined =>
  JSON.stringify(value, (_key, entry: unknown) => (typeof entry === 'bigint' ? Number(entry) : entry));

/** Tracked fields as they are, secret ones as a mark; of an update only what changed. */
function shown<Row>(resource: AuditedResource<Row>, row: Row, other: Row | null | undefined): string {
  const entries = Object.entries(resource.fields).flatMap(([name, kind]) => {
    const value = row[name as keyof Row];
    if (kind === 'ignore' || (other && jsonOf(value) === jsonOf(other[name as keyof Row]))) return [];
    return [[name, kind === 'secret' ? '[secret]' : value]];
  });
  return jsonOf(Object.fromEntries(entries)) ?? '{}';
}

function whoOf(actor: Actor | undefined): { actorKind: string; actorId: string | null; actorName: string } {
  switch (actor?.kind) {
    case 'user':
      return { actorKind: 'user', actorId: actor.userId, actorName: actor.username };
    case 'agent':
      return { actorKind: 'agent', actorId: actor.machineId, actorName: actor.machineName };
    case 'system':
      return { actorKind: 'system', actorId: null, actorName: actor.name };
    default:
      return { actorKind: 'anonymous', actorId: null, actorName: '' };
  }
}

/** Writes who did what, in the transaction that does it: without its entry, a change does not happen. */
export async function audit<Row extends { id: string }>(tx: AuditTx, resource: AuditedResource<Row>, change: Change<Row>): Promise<void> {
  const { action, subject, before, after, outcome = 'success' } = change;
  const row = after ?? before ?? subject;
  const who = whoOf(tx.actor);
  const resourceName = row ? resource.nameOf(row) : '';
  await insertAuditEntry(tx, {
    id: newId(),
    tenantId: tx.tenantId,
    at: new Date(tx.clock.now()),
    ...who,
    action,
    resourceType: resource.type,
    resourceId: row?.id ?? null,
    resourceName,
    searchText: [who.actorName, action, resourceName, tx.origin.address].join(' ').toLowerCase(),
    outcome,
    before: before ? shown(resource, before, after) : null,
    after: after ? shown(resource, after, before) : null,
    address: tx.origin.address,
    userAgent: tx.origin.userAgent,
    requestId: tx.origin.requestId,
  });
}
