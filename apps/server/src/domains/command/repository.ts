import type { Prisma } from '@open-ace/prisma/sqlite';
import { ownTenant, type Scope, tenantFilter } from '#platform/db/scope';
import { notFound } from '#platform/errors';

export type CommandRow = Prisma.CommandGetPayload<object>;

const unfinished = ['pending', 'delivered', 'started'];

export const commands = (scope: Scope) => ({
  async create(command: Omit<Prisma.CommandUncheckedCreateInput, 'tenantId'>): Promise<CommandRow> {
    return scope.db.command.create({ data: { ...command, tenantId: ownTenant(scope) } });
  },

  async requireOf(id: string, machineId: string): Promise<CommandRow> {
    const row = await scope.db.command.findFirst({ where: { id, machineId, ...tenantFilter(scope) } });
    if (!row) throw notFound('command');
    return row;
  },

  async find(id: string): Promise<CommandRow | null> {
    return scope.db.command.findFirst({ where: { id, ...tenantFilter(scope) } });
  },

  /** In the order of their making. */
  async unfinishedOf(machineId: string): Promise<CommandRow[]> {
    return scope.db.command.findMany({
      where: { machineId, status: { in: unfinished }, ...tenantFilter(scope) },
      orderBy: { id: 'asc' },
      take: 500,
    });
  },

  /** Takes away what is kept back for a session, in the order of its making. */
  async takeHeld(sessionId: string): Promise<CommandRow[]> {
    const where = { sessionId, status: 'held', ...tenantFilter(scope) };
    const rows = await scope.db.command.findMany({ where, orderBy: { id: 'asc' } });
    await scope.db.command.deleteMany({ where: { id: { in: rows.map(({ id }) => id) } } });
    return rows;
  },

  async markDelivered(ids: string[], now: Date): Promise<void> {
    await scope.db.command.updateMany({
      where: { id: { in: ids }, status: 'pending', ...tenantFilter(scope) },
      data: { status: 'delivered', deliveredAt: now },
    });
  },

  /** Null where it was finished before, or is another machine's: that changes nothing. */
  async change(of: { id: string; machineId?: string }, data: Prisma.CommandUncheckedUpdateManyInput): Promise<CommandRow | null> {
    const where = { ...of, status: { in: unfinished }, ...tenantFilter(scope) };
    const [row] = await scope.db.command.updateManyAndReturn({ where, data });
    return row ?? null;
  },

  /** What was never started and has had its time. */
  async overdue(now: Date): Promise<CommandRow[]> {
    return scope.db.command.findMany({
      where: { status: { in: ['pending', 'delivered'] }, expiresAt: { lt: now }, ...tenantFilter(scope) },
      take: 500,
    });
  },

  async dropFinished(before: Date): Promise<number> {
    return (await scope.db.command.deleteMany({ where: { finishedAt: { lt: before }, ...tenantFilter(scope) } })).count;
  },
});
