import {
  Folders,
  type GetMachine,
  HistoryPolicy,
  type ListFolders,
  type ListMachines,
  type Machine,
  type MachinePage,
  MachineTool,
  type UpdateMachine,
  type Vitals,
} from '@open-ace/contracts/machine';
import { z } from 'zod';
import { askMachine } from '#domains/command';
import { displayNames } from '#domains/user';
import { audit } from '#platform/audit/audit';
import { revokeTokens } from '#platform/auth/repository';
import { SECOND } from '#platform/clock';
import type { UserCtx } from '#platform/context';
import { pageOf } from '#platform/db/page';
import type { Scope } from '#platform/db/scope';
import { afterTx, inTx } from '#platform/db/tx';
import { AppError, notFound } from '#platform/errors';
import { isAdmin, mayManage, mayUse } from './access.ts';
import { askAnew } from './ask-anew.ts';
import { auditedMachine } from './audited-machine.ts';
import { isPresent } from './presence.ts';
import { type ListedMachine, type MachineRow, machines } from './repository.ts';

export async function machineNames(scope: Scope, ids: string[]): Promise<Map<string, { id: string; name: string }>> {
  const rows = await machines(scope).names([...new Set(ids.filter(Boolean))]);
  return new Map(rows.map((row) => [row.id, row]));
}

async function toMachines(ctx: UserCtx, rows: ListedMachine[]): Promise<Machine[]> {
  const owners = await displayNames(
    ctx,
    rows.map(({ ownerId }) => ownerId),
  );
  const now = ctx.clock.now();
  return Promise.all(
    rows.map(async (row) => ({
      ...row,
      status: isPresent(row, now) ? ('online' as const) : ('offline' as const),
      memoryBytes: Number(row.memoryBytes),
      vitals: vitalsOf(row),
      tools: z.array(MachineTool).parse(row.tools),
      owner: owners.get(row.ownerId) ?? { id: row.ownerId, displayName: '' },
      historyPolicy: HistoryPolicy.parse(row.historyPolicy),
      openSessions: row._count.sessions,
      mayManage: await mayManage(ctx, row),
      mayUse: await mayUse(ctx, row, ctx.actor.userId),
      createdAt: row.createdAt.toISOString(),
      seenAt: row.seenAt?.toISOString() ?? null,
    })),
  );
}

function vitalsOf({ cpuLoad, memoryFreeBytes, diskBytes, diskFreeBytes }: MachineRow): Vitals | null {
  if (cpuLoad === null) return null;
  return {
    cpuLoad,
    memoryFreeBytes: Number(memoryFreeBytes ?? 0),
    diskBytes: Number(diskBytes ?? 0),
    diskFreeBytes: Number(diskFreeBytes ?? 0),
  };
}

const viewerOf = (ctx: UserCtx) => (isAdmin(ctx) ? null : ctx.actor.userId);

export async function listMachines(ctx: UserCtx, input: ListMachines): Promise<MachinePage> {
  const { items, nextCursor } = pageOf(await machines(ctx).list(input, viewerOf(ctx)), input, (row) => row);
  return { items: await toMachines(ctx, items), nextCursor };
}

export async function getMachine(ctx: UserCtx, { machineId }: GetMachine): Promise<Machine> {
  const [machine] = await toMachines(ctx, [await machines(ctx).requireListed(machineId, viewerOf(ctx))]);
  if (!machine) throw notFound('machine');
  return machine;
}

export async function updateMachine(ctx: UserCtx, { machineId, ...change }: UpdateMachine): Promise<Machine> {
  await inTx(ctx, async (tx) => {
    const before = await machines(tx).require(machineId);
    if (change.historyPolicy === 'full' && before.ownerId !== ctx.actor.userId) {
      throw new AppError('FORBIDDEN', 'Only the owner of a machine may let its whole history be read.', { reason: 'owner_only' });
    }
    if (change.name && (await machines(tx).nameTaken(change.name, machineId))) {
      const message = 'This name is taken. Names are unique within a tenant.';
      throw new AppError('CONFLICT', message, { reason: 'name_taken', fields: { name: message } });
    }
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const after = await machines(tx).update(before, given, new Date(tx.clock.now()));
    await audit(tx, auditedMachine, { action: 'machine.update', before, after });
    if (after.historyPolicy !== before.historyPolicy) await askAnew(tx, ({ id }) => id === machineId);
    afterTx(tx, () => tx.events.emit('machine.changed', { tenantId: tx.tenantId, machineId }));
  });
  return getMachine(ctx, { machineId });
}

/** Unregisters: its credential ends at once, what it read and ran stays. */
export async function removeMachine(ctx: UserCtx, { machineId }: GetMachine): Promise<void> {
  await inTx(ctx, async (tx) => {
    const before = await machines(tx).require(machineId);
    const now = new Date(tx.clock.now());
    const after = await machines(tx).update(before, { removedAt: now, instanceId: null }, now);
    const tokenIds = await revokeTokens(tx, { tenantId: tx.tenantId, machineId }, now);
    await audit(tx, auditedMachine, { action: 'machine.remove', before, after });
    afterTx(tx, () => {
      tx.events.emit('credential.revoked', { tokenIds });
      tx.events.emit('machine.changed', { tenantId: tx.tenantId, machineId });
    });
  });
}

/** The machine, if this person may start something there and it is there. */
export async function requireUsableMachine(ctx: UserCtx, machineId: string): Promise<MachineRow> {
  const machine = await machines(ctx).require(machineId);
  if (!(await mayUse(ctx, machine, ctx.actor.userId))) throw notFound('machine');
  if (!isPresent(machine, ctx.clock.now())) {
    throw new AppError('PRECONDITION', `${machine.name} is offline. Start its agent, or choose another machine.`, {
      reason: 'machine_offline',
    });
  }
  return machine;
}

/** Throws where a person's right was taken away: what runs there for them goes on, but nobody allows it anything more. */
export async function requireRightToUse(scope: Scope, machineId: string, userId: string): Promise<void> {
  if (await mayUse(scope, await machines(scope).require(machineId), userId)) return;
  throw new AppError('FORBIDDEN', 'The owner of this session may not use its machine any more.', { reason: 'machine_right_lost' });
}

export async function listFolders(ctx: UserCtx, { machineId, path }: ListFolders): Promise<Folders> {
  await requireUsableMachine(ctx, machineId);
  const body = { kind: 'folder.list' as const, path };
  return Folders.parse(JSON.parse((await askMachine(ctx, { machineId, body, beginMs: 10 * SECOND, endMs: 20 * SECOND })) ?? 'null'));
}
