import type { ListSessions } from '@open-ace/contracts/session';
import type { Prisma } from '@open-ace/prisma/sqlite';
import { pageArgs } from '#platform/db/page';
import { type Columns, columnList, selectRows } from '#platform/db/rows';
import { ownTenant, type Scope, tenantFilter } from '#platform/db/scope';
import type { Tx } from '#platform/db/tx';
import { notFound } from '#platform/errors';

export type SessionRow = Prisma.SessionGetPayload<object>;
export type SessionEventRow = Prisma.SessionEventGetPayload<object>;
export type PermissionRequestRow = Prisma.PermissionRequestGetPayload<object>;

type NewSession = Omit<Prisma.SessionUncheckedCreateInput, 'tenantId' | 'searchText'>;
type SessionChange = Omit<Prisma.SessionUncheckedUpdateInput, 'id' | 'tenantId' | 'searchText'> & { title?: string };

const searchText = ({ title, cwd }: { title: string; cwd: string }) => `${title} ${cwd}`.toLowerCase();

export const sessions = (scope: Scope) => ({
  async find(id: string): Promise<SessionRow | null> {
    return scope.db.session.findFirst({ where: { id, ...tenantFilter(scope) } });
  },

  async require(id: string): Promise<SessionRow> {
    const row = await this.find(id);
    if (!row) throw notFound('session');
    return row;
  },

  /** Null owner: everybody's. */
  async list({ search, machineId, ...page }: Omit<ListSessions, 'everyone'>, ownerId: string | null): Promise<SessionRow[]> {
    return scope.db.session.findMany({
      where: {
        ...tenantFilter(scope),
        ...(ownerId && { userId: ownerId }),
        ...(machineId && { machineId }),
        ...(search && { searchText: { contains: search.toLowerCase() } }),
      },
      orderBy: [{ lastActivityAt: 'desc' }, { id: 'desc' }],
      ...pageArgs(page),
    });
  },

  async create(session: NewSession): Promise<SessionRow> {
    return scope.db.session.create({ data: { ...session, tenantId: ownTenant(scope), searchText: searchText(session) } });
  },

  async update(before: SessionRow, change: SessionChange): Promise<SessionRow> {
    return scope.db.session.update({
      where: { id: before.id },
      data: { ...change, searchText: searchText({ title: change.title ?? before.title, cwd: before.cwd }) },
    });
  },

  /** Locks the session for the rest of the transaction and answers it as it is then: its events are numbered one after the other. */
  async lock(id: string, machineId: string): Promise<SessionRow | null> {
    const { count } = await scope.db.session.updateMany({ where: { id, machineId, ...tenantFilter(scope) }, data: { machineId } });
    return count === 0 ? null : this.find(id);
  },
});

const eventColumns = {
  sessionId: 'text',
  seq: 'integer',
  tenantId: 'text',
  at: 'bigint',
  type: 'text',
  itemId: 'text',
  body: 'text',
} as const satisfies Columns;

export interface NewSessionEvent {
  seq: number;
  at: number;
  type: string;
  itemId: string;
  body: string;
}

export const transcript = (scope: Scope, sessionId: string) => ({
  async after(seq: number, take: number): Promise<SessionEventRow[]> {
    return scope.db.sessionEvent.findMany({
      where: { sessionId, seq: { gt: seq }, ...tenantFilter(scope) },
      orderBy: { seq: 'asc' },
      take,
    });
  },

  /** Removes the pieces of what is there as a whole now. */
  async dropPieces(itemIds: string[]): Promise<void> {
    if (itemIds.length === 0) return;
    await scope.db.sessionEvent.deleteMany({
      where: { sessionId, itemId: { in: itemIds }, type: { in: ['message_delta', 'thought_delta'] }, ...tenantFilter(scope) },
    });
  },
});

export async function insertEvents(tx: Tx & { tenantId: string }, sessionId: string, events: NewSessionEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event) => ({ ...event, sessionId, tenantId: ownTenant(tx) }));
  await tx.db.$executeRaw`INSERT INTO "SessionEvent" (${columnList(eventColumns)}) ${selectRows(tx.database, eventColumns, rows)}`;
}

export const requests = (scope: Scope, sessionId: string) => ({
  async open(request: Omit<Prisma.PermissionRequestUncheckedCreateInput, 'tenantId' | 'sessionId'>): Promise<void> {
    const data = { ...request, sessionId, tenantId: ownTenant(scope) };
    await scope.db.permissionRequest.upsert({ where: { sessionId_id: { sessionId, id: request.id } }, create: data, update: {} });
  },

  async find(id: string): Promise<PermissionRequestRow | null> {
    return scope.db.permissionRequest.findFirst({ where: { id, sessionId, ...tenantFilter(scope) } });
  },

  /** The first decision counts; false where there was one already. */
  async decide(id: string, status: 'allowed' | 'denied' | 'cancelled', decidedBy: string | null, now: Date): Promise<boolean> {
    const { count } = await scope.db.permissionRequest.updateMany({
      where: { id, sessionId, status: 'pending', ...tenantFilter(scope) },
      data: { status, decidedBy, decidedAt: now },
    });
    return count > 0;
  },

  async pending(): Promise<PermissionRequestRow[]> {
    return scope.db.permissionRequest.findMany({ where: { sessionId, status: 'pending', ...tenantFilter(scope) } });
  },
});

/** Times in which the session's process ran with its calls led through the gateway. */
export const runs = (scope: Scope, sessionId: string) => ({
  async begin(run: { id: string; machineId: string; tool: string; toolSessionId: string; startedAt: bigint }): Promise<void> {
    await scope.db.sessionRun.create({ data: { ...run, sessionId, tenantId: ownTenant(scope) } });
  },

  async count(): Promise<number> {
    return scope.db.sessionRun.count({ where: { sessionId, ...tenantFilter(scope) } });
  },

  async end(at: bigint): Promise<void> {
    await scope.db.sessionRun.updateMany({ where: { sessionId, endedAt: null, ...tenantFilter(scope) }, data: { endedAt: at } });
  },
});

export const boxes = (scope: Scope, machineId: string) => ({
  /** The last number taken over; holds the box until the end of the transaction, so that pushes of one box follow one another. */
  async lock(boxId: string, now: Date): Promise<number> {
    const row = await scope.db.agentBox.upsert({
      where: { machineId_boxId: { machineId, boxId } },
      create: { machineId, boxId, lastSeq: 0n, updatedAt: now },
      update: { updatedAt: now },
    });
    return Number(row.lastSeq);
  },

  async moveTo(boxId: string, lastSeq: number, now: Date): Promise<void> {
    await scope.db.agentBox.update({
      where: { machineId_boxId: { machineId, boxId } },
      data: { lastSeq: BigInt(lastSeq), updatedAt: now },
    });
  },
});
