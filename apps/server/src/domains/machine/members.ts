import {
  type GetMachine,
  type ListMachineCandidates,
  type MachineCandidates,
  type MachineMember,
  type MachineMembers,
  MachineRole,
  type RemoveMachineMember,
  type SetMachineMember,
} from '@open-ace/contracts/machine';
import { type UserRow, users } from '#domains/user';
import { audit } from '#platform/audit/audit';
import type { UserCtx } from '#platform/context';
import { afterTx, inTx, type Tx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { isAdmin } from './access.ts';
import { auditedSharing } from './audited-machine.ts';
import type {} from './events.ts';
import { type MachineRow, type MemberRow, machines, members } from './repository.ts';

const MOST_CANDIDATES = 50;

const toMember = (row: MemberRow, { id, displayName }: UserRow): MachineMember => ({
  user: { id, displayName },
  role: MachineRole.parse(row.role),
  createdAt: row.createdAt.toISOString(),
});

/** Without people who were deleted: they can do nothing there, and have their right again once they are restored. */
export async function listMembers(ctx: UserCtx, { machineId }: GetMachine): Promise<MachineMembers> {
  const rows = await members(ctx, await machines(ctx).require(machineId)).list();
  const found = await Promise.all(rows.map(async (row) => ({ row, user: await users(ctx).find(row.userId) })));
  const items = found.flatMap(({ row, user }) => (user && !user.deletedAt ? [toMember(row, user)] : []));
  return { items: items.toSorted((a, b) => a.user.displayName.localeCompare(b.user.displayName)) };
}

/** People without a right on the machine. An administrator is one of them: who may manage every machine may not work on it yet. */
export async function listCandidates(ctx: UserCtx, { machineId, search }: ListMachineCandidates): Promise<MachineCandidates> {
  const machine = await machines(ctx).require(machineId);
  const rows = await members(ctx, machine).list();
  const taken = new Set([machine.ownerId, ...rows.map(({ userId }) => userId)]);
  const found = await users(ctx).list({
    search,
    status: 'active',
    sort: 'username',
    descending: false,
    limit: MOST_CANDIDATES + taken.size,
  });
  const free = found.filter(({ id }) => !taken.has(id)).slice(0, MOST_CANDIDATES);
  return { items: free.map(({ id, displayName, username }) => ({ id, displayName, username })) };
}

interface RightChange {
  machine: MachineRow;
  username: string;
  before: MachineRole | null;
  after: MachineRole | null;
}

async function recordRight(tx: Tx<UserCtx>, { machine: { id, name }, username, before, after }: RightChange): Promise<void> {
  await audit(tx, auditedSharing, {
    action: 'machine.update',
    before: { id, name, people: { [username]: before } },
    after: { id, name, people: { [username]: after } },
  });
  afterTx(tx, () => tx.events.emit('machine.changed', { tenantId: tx.tenantId, machineId: id }));
}

const rightOf = async (tx: Tx<UserCtx>, machineId: string, userId: string) =>
  MachineRole.nullable().parse(await machines(tx).memberRole(machineId, userId));

/** Whoever manages a machine shares it; who else manages it is its owner's to say, or an administrator's. */
function requireOwner(ctx: UserCtx, { ownerId }: MachineRow): void {
  if (isAdmin(ctx) || ownerId === ctx.actor.userId) return;
  const message = 'Only the owner of a machine and administrators say who manages it.';
  throw new AppError('FORBIDDEN', message, { reason: 'owner_only' });
}

/** Shares the machine with a person, or changes what for. */
export async function setMember(ctx: UserCtx, { machineId, userId, role }: SetMachineMember): Promise<MachineMember> {
  return inTx(ctx, async (tx) => {
    const machine = await machines(tx).require(machineId);
    const user = await users(tx).find(userId);
    if (!user || user.deletedAt) {
      throw new AppError('NOT_FOUND', 'This person does not exist, or was deleted. Choose somebody else.', { reason: 'unknown_person' });
    }
    if (userId === machine.ownerId) {
      throw new AppError('CONFLICT', 'The owner of a machine may do everything with it already.', { reason: 'machine_owner' });
    }
    const before = await rightOf(tx, machineId, userId);
    if (role === 'admin' || before === 'admin') requireOwner(ctx, machine);
    const row = await members(tx, machine).set(userId, role, new Date(tx.clock.now()));
    await recordRight(tx, { machine, username: user.username, before, after: role });
    return toMember(row, user);
  });
}

/**
 * Takes a person's right away. Their sessions there stay theirs: what runs goes on, and they read, deny, interrupt and stop, but send
 * and allow nothing more.
 */
export async function removeMember(ctx: UserCtx, { machineId, userId }: RemoveMachineMember): Promise<void> {
  await inTx(ctx, async (tx) => {
    const machine = await machines(tx).require(machineId);
    const before = await rightOf(tx, machineId, userId);
    if (!before) throw new AppError('NOT_FOUND', 'This machine is not shared with this person.', { reason: 'not_shared' });
    if (before === 'admin') requireOwner(ctx, machine);
    const { username } = await users(tx).require(userId);
    await members(tx, machine).remove(userId);
    await recordRight(tx, { machine, username, before, after: null });
  });
}
