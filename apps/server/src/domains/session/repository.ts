import type { ListRules, ListSessions } from '@open-ace/contracts/session';
import type { SessionEvent } from '@open-ace/contracts/session-events';
import type { Prisma } from '@open-ace/prisma/sqlite';
import { z } from 'zod';
import { pageArgs } from '#platform/db/page';
import { type Columns, columnList, selectRows } from '#platform/db/rows';
import { ownTenant, type Scope, tenantFilter } from '#platform/db/scope';
import type { Tx } from '#platform/db/tx';
import { notFound } from '#platform/errors';

export type SessionRow = Prisma.SessionGetPayload<object>;
export type SessionEventRow = Prisma.SessionEventGetPayload<object>;
export type PermissionRequestRow = Prisma.PermissionRequestGetPayload<object>;

type NewSession = Omit<Prisma.SessionUncheckedCreateInput, 'tenantId' | 'searchText' | 'tags'> & { tags: string[] };
type SessionChange = Omit<Prisma.SessionUncheckedUpdateInput, 'id' | 'tenantId' | 'searchText' | 'tags'> & {
  title?: string;
  tags?: string[];
};

const Tags = z.array(z.string());
export const tagsOf = ({ tags }: Pick<SessionRow, 'tags'>): string[] => Tags.parse(tags);

const searchText = ({ title, cwd, tags }: { title: string; cwd: string; tags: string[] }) =>
  `${title} ${cwd} ${tags.map((tag) => `#${tag}`).join(' ')}`.trim().toLowerCase();

export const sessions = (scope: Scope) => ({
  async find(id: string): Promise<SessionRow | null> {
    return scope.db.session.findFirst({ where: { id, deletedAt: null, ...tenantFilter(scope) } });
  },

  async require(id: string): Promise<SessionRow> {
    const row = await this.find(id);
    if (!row) throw notFound('session');
    return row;
  },

  /** Those that `visible` lets through. */
  async list(
    { search, machineId, userId, tool, status, ...page }: Omit<ListSessions, 'everyone'>,
    visible: Prisma.SessionWhereInput,
  ): Promise<SessionRow[]> {
    return scope.db.session.findMany({
      where: {
        ...tenantFilter(scope),
        deletedAt: null,
        AND: visible,
        ...(userId && { userId }),
        ...(machineId && { machineId }),
        ...(tool && { tool }),
        ...(status && { status: { in: status } }),
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
      data: {
        ...change,
        searchText: searchText({ title: change.title ?? before.title, cwd: before.cwd, tags: change.tags ?? tagsOf(before) }),
      },
    });
  },

  /** Paused before a time and not ended since. */
  /** Those that have no process and still a transcript. */
  async untouchedSince(before: Date, take: number): Promise<SessionRow[]> {
    return scope.db.session.findMany({
      where: { lastActivityAt: { lt: before }, endedAt: { not: null }, deletedAt: null, events: { some: {} }, ...tenantFilter(scope) },
      orderBy: { lastActivityAt: 'asc' },
      take,
    });
  },

  async pausedSince(before: Date): Promise<SessionRow[]> {
    return scope.db.session.findMany({
      where: { pausedAt: { lt: before }, endedAt: null, deletedAt: null, ...tenantFilter(scope) },
      take: 500,
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

  /** The newest event of any of these kinds. */
  async last(types: SessionEvent['type'][]): Promise<SessionEventRow | null> {
    return scope.db.sessionEvent.findFirst({
      where: { sessionId, type: { in: types }, ...tenantFilter(scope) },
      orderBy: { seq: 'desc' },
    });
  },

  /** When each turn began, in order. */
  async turns(): Promise<Pick<SessionEventRow, 'seq' | 'at'>[]> {
    return scope.db.sessionEvent.findMany({
      where: { sessionId, type: 'turn_started', ...tenantFilter(scope) },
      select: { seq: true, at: true },
      orderBy: { seq: 'asc' },
    });
  },

  /** Removes the oldest; answers how many. */
  async dropFirst(take: number): Promise<number> {
    const rows = await scope.db.sessionEvent.findMany({
      where: { sessionId, ...tenantFilter(scope) },
      orderBy: { seq: 'asc' },
      select: { seq: true },
      take,
    });
    const last = rows.at(-1)?.seq;
    if (last === undefined) return 0;
    const { count } = await scope.db.sessionEvent.deleteMany({ where: { sessionId, seq: { lte: last }, ...tenantFilter(scope) } });
    return count;
  },

  async drop(): Promise<void> {
    await scope.db.sessionEvent.deleteMany({ where: { sessionId, ...tenantFilter(scope) } });
    await scope.db.permissionRequest.deleteMany({ where: { sessionId, ...tenantFilter(scope) } });
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

export type PermissionRuleRow = Prisma.PermissionRuleGetPayload<object>;

/** What a rule holds for: one session, one folder of a machine, or a machine. */
type RuleReach = Pick<PermissionRuleRow, 'scope' | 'tool' | 'machineId' | 'cwd' | 'sessionId'>;

/** What a person said "Always" to. */
export const permissionRules = (scope: Scope, userId: string) => ({
  async add(rule: Pick<PermissionRuleRow, 'id' | 'rule' | 'createdAt'> & RuleReach): Promise<PermissionRuleRow> {
    const { id, createdAt, ...what } = rule;
    const known = await scope.db.permissionRule.findFirst({ where: { ...what, userId, ...tenantFilter(scope) } });
    return known ?? scope.db.permissionRule.create({ data: { ...rule, userId, tenantId: ownTenant(scope) } });
  },

  /** Those that hold for a session. */
  async of({ id, tool, machineId, cwd }: Pick<SessionRow, 'id' | 'tool' | 'machineId' | 'cwd'>): Promise<string[]> {
    const rows = await scope.db.permissionRule.findMany({
      where: {
        userId,
        tool,
        machineId,
        ...tenantFilter(scope),
        OR: [{ scope: 'machine' }, { scope: 'project', cwd }, { scope: 'session', sessionId: id }],
      },
      orderBy: { id: 'desc' },
      take: MOST_RULES,
    });
    return [...new Set(rows.map(({ rule }) => rule))];
  },

  async list({ sessionId, ...page }: ListRules): Promise<PermissionRuleRow[]> {
    return scope.db.permissionRule.findMany({
      where: { userId, ...(sessionId && { sessionId }), ...tenantFilter(scope) },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      ...pageArgs(page),
    });
  },

  async remove(id: string): Promise<PermissionRuleRow> {
    const row = await scope.db.permissionRule.findFirst({ where: { id, userId, ...tenantFilter(scope) } });
    if (!row) throw notFound('rule');
    return scope.db.permissionRule.delete({ where: { id: row.id } });
  },

  /** Sessions with a process that a rule holds for. */
  async reached({ scope: reach, tool, machineId, cwd, sessionId }: RuleReach): Promise<SessionRow[]> {
    return scope.db.session.findMany({
      where: {
        userId,
        tool,
        machineId,
        ...(reach === 'project' && { cwd }),
        ...(reach === 'session' && { id: sessionId }),
        status: { notIn: ['ended', 'error'] },
        endedAt: null,
        deletedAt: null,
        ...tenantFilter(scope),
      },
    });
  },
});

/** As many as a command carries. */
const MOST_RULES = 1000;

/** Requests that wait, of any of a person's sessions. */
export const waitingRequests = (scope: Scope, userId: string) => {
  const where = { status: 'pending', session: { userId, deletedAt: null }, ...tenantFilter(scope) };
  return {
    async count(): Promise<number> {
      return scope.db.permissionRequest.count({ where });
    },

    /** The oldest first, each with its session and its event. */
    async list(take: number): Promise<{ request: PermissionRequestRow; session: SessionRow; body: string }[]> {
      const rows = await scope.db.permissionRequest.findMany({ where, include: { session: true }, orderBy: { createdAt: 'asc' }, take });
      const events = await scope.db.sessionEvent.findMany({
        where: { OR: rows.map(({ sessionId, seq }) => ({ sessionId, seq })), ...tenantFilter(scope) },
      });
      const bodies = new Map(events.map(({ sessionId, seq, body }) => [`${sessionId} ${seq}`, body]));
      return rows.flatMap(({ session, ...request }) => {
        const body = bodies.get(`${request.sessionId} ${request.seq}`);
        return body === undefined ? [] : [{ request, session, body }];
      });
    },
  };
};

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

export const runsOn = (scope: Scope, machineId: string) => ({
  /** Of sessions of CLIs, those that ran here. */
  async known(toolSessionIds: string[]): Promise<Set<string>> {
    const rows = await scope.db.sessionRun.findMany({
      where: { machineId, toolSessionId: { in: toolSessionIds }, ...tenantFilter(scope) },
      select: { toolSessionId: true },
    });
    return new Set(rows.map(({ toolSessionId }) => toolSessionId));
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
