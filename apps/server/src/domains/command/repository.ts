import { Prisma } from '@open-ace/prisma/sqlite';
import type { RawClient } from '#platform/db/raw';
import { columnList, readRow, setColumns } from '#platform/db/rows';
import { ownTenant, type Scope, tenantFilter } from '#platform/db/scope';
import { notFound } from '#platform/errors';

export type CommandRow = Prisma.CommandGetPayload<object>;

const unfinished = Prisma.sql`('pending', 'delivered', 'started')`;

const columns = {
  id: 'text',
  tenantId: 'text',
  machineId: 'text',
  sessionId: 'text',
  kind: 'text',
  payload: 'text',
  status: 'text',
  createdAt: 'date',
  deliveredAt: 'date',
  startedAt: 'date',
  finishedAt: 'date',
  expiresAt: 'date',
  progress: 'text',
  result: 'text',
  error: 'text',
} as const satisfies Record<keyof CommandRow, string>;

const all = columnList(columns);

type NewCommand = Omit<CommandRow, 'tenantId' | 'deliveredAt' | 'startedAt' | 'finishedAt' | 'progress' | 'result' | 'error'>;
type Change = Partial<Pick<CommandRow, 'status' | 'startedAt' | 'finishedAt' | 'progress' | 'result' | 'error'>>;

interface RawScope<Database extends Partial<RawClient>> {
  db: Database;
  tenantId: Scope['tenantId'];
}

/** What everybody who has a machine do something waits for, by statements alone. */
export const readCommands = (scope: RawScope<Pick<RawClient, '$queryRaw'>>) => {
  const rows = async (where: Prisma.Sql): Promise<CommandRow[]> => {
    const found = await scope.db.$queryRaw<Record<string, unknown>[]>`
      SELECT ${all} FROM "Command" WHERE "tenantId" = ${ownTenant(scope)} AND ${where}`;
    return found.map((row) => readRow(columns, row) as unknown as CommandRow);
  };
  return {
    async find(id: string): Promise<CommandRow | null> {
      return (await rows(Prisma.sql`"id" = ${id}`))[0] ?? null;
    },

    async requireOf(id: string, machineId: string): Promise<CommandRow> {
      const [row] = await rows(Prisma.sql`"id" = ${id} AND "machineId" = ${machineId}`);
      if (!row) throw notFound('command');
      return row;
    },

    /** In the order of their making. */
    unfinishedOf: (machineId: string): Promise<CommandRow[]> =>
      rows(Prisma.sql`"machineId" = ${machineId} AND "status" IN ${unfinished} ORDER BY "id" LIMIT 500`),
  };
};

/** As `readCommands`. */
export const writeCommands = (scope: RawScope<RawClient>) => ({
  async create({ id, machineId, sessionId, kind, payload, status, createdAt, expiresAt }: NewCommand): Promise<void> {
    await scope.db.$executeRaw`
      INSERT INTO "Command" ("id", "tenantId", "machineId", "sessionId", "kind", "payload", "status", "createdAt", "expiresAt", "progress")
      VALUES (${id}, ${ownTenant(scope)}, ${machineId}, ${sessionId}, ${kind}, ${payload}, ${status}, ${createdAt}, ${expiresAt}, '')`;
  },

  /** Null where it was finished before, or is another machine's: that changes nothing. */
  async change({ id, machineId }: Pick<CommandRow, 'id' | 'machineId'>, change: Change): Promise<CommandRow | null> {
    const [row] = await scope.db.$queryRaw<Record<string, unknown>[]>`
      UPDATE "Command" SET ${setColumns(change)}
      WHERE "id" = ${id} AND "machineId" = ${machineId} AND "tenantId" = ${ownTenant(scope)} AND "status" IN ${unfinished}
      RETURNING ${all}`;
    return row ? (readRow(columns, row) as unknown as CommandRow) : null;
  },
});

export const commands = (scope: Scope) => ({
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
