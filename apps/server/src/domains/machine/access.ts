import { hasPermission } from '@open-ace/contracts/permissions';
import { defineOwnership } from '#platform/auth/ownership';
import type { UserCtx } from '#platform/context';
import type { Scope } from '#platform/db/scope';
import { type MachineRow, machines } from './repository.ts';

export const isAdmin = ({ actor }: Pick<UserCtx, 'actor'>) => hasPermission(actor.role, actor.grants, 'admin_access');

/** Its owner, one of its admins, or an admin. */
export async function mayManage(ctx: UserCtx, machine: MachineRow): Promise<boolean> {
  if (isAdmin(ctx) || machine.ownerId === ctx.actor.userId) return true;
  return (await machines(ctx).memberRole(machine.id, ctx.actor.userId)) === 'admin';
}

/** Its owner and those it was shared with: to manage all machines is not to work on them. A machine that is not shared is its owner's alone: a CLI there runs as the agent's user. */
export async function mayUse(scope: Scope, machine: MachineRow, userId: string): Promise<boolean> {
  return machine.ownerId === userId || (await machines(scope).memberRole(machine.id, userId)) !== null;
}

defineOwnership('machine', async (ctx, id) => {
  const machine = await machines(ctx).find(id);
  return machine !== null && mayManage(ctx, machine);
});
