import type { ListMachines, MachineRole } from '@open-ace/contracts/machine';
import { Prisma } from '@open-ace/prisma/sqlite';
import type { Ctx } from '#platform/context';
import { pageArgs } from '#platform/db/page';
import { readRow, setColumns } from '#platform/db/rows';
import { ownTenant, type Scope, tenantFilter } from '#platform/db/scope';
import { notFound } from '#platform/errors';

export type MachineRow = Prisma.MachineGetPayload<object>;
export type MemberRow = Prisma.MachineMemberGetPayload<object>;
export type ListedMachine = MachineRow & { _count: { sessions: number } };

type NewMachine = Omit<Prisma.MachineUncheckedCreateInput, 'tenantId' | 'searchText'>;
type MachineChange = Partial<Omit<Prisma.MachineUncheckedUpdateInput, 'id' | 'tenantId' | 'searchText'>> & {
  name?: string;
  hostname?: string;
};

const searchText = ({ name, hostname = '' }: { name: string; hostname?: string | undefined }) => `${name} ${hostname}`.toLowerCase();

/** Who is asking: null sees every machine of the tenant, a person theirs and those that were shared with them. */
type Viewer = string | null;

const seenBy = (viewer: Viewer) => (viewer === null ? {} : { OR: [{ ownerId: viewer }, { members: { some: { userId: viewer } } }] });
const openSessions = { _count: { select: { sessions: { where: { status: { notIn: ['ended', 'error'] } } } } } };

export const machines = (scope: Scope) => ({
  async find(id: string): Promise<MachineRow | null> {
    return scope.db.machine.findFirst({ where: { id, removedAt: null, ...tenantFilter(scope) } });
  },

  async require(id: string): Promise<MachineRow> {
    const row = await this.find(id);
    if (!row) throw notFound('machine');
    return row;
  },

  async requireListed(id: string, viewer: Viewer): Promise<ListedMachine> {
    const row = await scope.db.machine.findFirst({
      where: { id, removedAt: null, ...tenantFilter(scope), ...seenBy(viewer) },
      include: openSessions,
    });
    if (!row) throw notFound('machine');
    return row;
  },

  async list({ search, ...page }: ListMachines, viewer: Viewer): Promise<ListedMachine[]> {
    return scope.db.machine.findMany({
      where: {
        ...tenantFilter(scope),
        removedAt: null,
        ...(search && { searchText: { contains: search.toLowerCase() } }),
        ...seenBy(viewer),
      },
      include: openSessions,
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
      ...pageArgs(page),
    });
  },

  async memberRole(machineId: string, userId: string): Promise<string | null> {
    const row = await scope.db.machineMember.findFirst({ where: { machineId, userId, machine: tenantFilter(scope) } });
    return row?.role ?? null;
  },

  async nameTaken(name: string, exceptId?: string): Promise<boolean> {
    const row = await scope.db.machine.findFirst({
      where: { ...tenantFilter(scope), name, removedAt: null, ...(exceptId && { id: { not: exceptId } }) },
    });
    return row !== null;
  },

  async names(ids: string[]): Promise<{ id: string; name: string }[]> {
    if (ids.length === 0) return [];
    return scope.db.machine.findMany({ where: { id: { in: ids }, ...tenantFilter(scope) }, select: { id: true, name: true } });
  },

  async all(): Promise<MachineRow[]> {
    return scope.db.machine.findMany({ where: { ...tenantFilter(scope), removedAt: null } });
  },

  async hasLocal(): Promise<boolean> {
    return (await scope.db.machine.findFirst({ where: { ...tenantFilter(scope), local: true, removedAt: null } })) !== null;
  },

  /** Takes a label off a credential; false where it had none like it. */
  async takeLabel(tokenId: string, label: string): Promise<boolean> {
    return (await scope.db.token.updateMany({ where: { id: tokenId, label, ...tenantFilter(scope) }, data: { label: '' } })).count > 0;
  },

  async create(machine: NewMachine): Promise<MachineRow> {
    return scope.db.machine.create({ data: { ...machine, tenantId: ownTenant(scope), searchText: searchText(machine) } });
  },

  /** Unless it was heard of since `before` was read. */
  async leave({ id, seenAt }: MachineRow, presentUntil: Date): Promise<boolean> {
    return (await scope.db.machine.updateMany({ where: { id, seenAt, ...tenantFilter(scope) }, data: { presentUntil } })).count > 0;
  },

  async update(before: MachineRow, change: MachineChange, now: Date): Promise<MachineRow> {
    const named = searchText({ name: change.name ?? before.name, hostname: change.hostname ?? before.hostname });
    return scope.db.machine.update({ where: { id: before.id }, data: { ...change, searchText: named, updatedAt: now } });
  },
});

const presenceColumns = { instanceId: 'text', presentUntil: 'date' } as const;

export type Presence = Pick<MachineRow, 'instanceId' | 'presentUntil'>;

/** Who holds a machine and until when it counts as there, by statements alone: each machine tells it all the time. */
export const presences = ({ database, tenantId }: Pick<Ctx, 'database' | 'tenantId'>) => ({
  async find(machineId: string): Promise<Presence | null> {
    const [row] = await database.rawReader.$queryRaw<Record<string, unknown>[]>`
      SELECT "instanceId", "presentUntil" FROM "Machine"
      WHERE "id" = ${machineId} AND "tenantId" = ${ownTenant({ tenantId })} AND "removedAt" IS NULL`;
    return row ? (readRow(presenceColumns, row) as unknown as Presence) : null;
  },

  /** Of the instance that holds it alone. */
  async heard(machineId: string, instanceId: string, change: Partial<MachineRow>): Promise<void> {
    await database.write(Prisma.sql`
      UPDATE "Machine" SET ${setColumns(change)}
      WHERE "id" = ${machineId} AND "instanceId" = ${instanceId} AND "tenantId" = ${ownTenant({ tenantId })}`);
  },
});

export type ToolDefaultRow = Prisma.ToolDefaultGetPayload<object>;

/** What sessions begin with; '' as the machine stands for all. */
export const toolDefaults = (scope: Scope) => ({
  async list(machineId: string): Promise<ToolDefaultRow[]> {
    return scope.db.toolDefault.findMany({ where: { machineId, ...tenantFilter(scope) }, orderBy: { tool: 'asc' } });
  },

  async find(machineId: string, tool: string): Promise<ToolDefaultRow | null> {
    return scope.db.toolDefault.findFirst({ where: { machineId, tool, ...tenantFilter(scope) } });
  },

  async set(row: Omit<ToolDefaultRow, 'tenantId' | 'updatedAt' | 'args'> & { args: string[] }, updatedAt: Date): Promise<ToolDefaultRow> {
    const { machineId, tool, model, permissionMode, args } = row;
    const tenantId = ownTenant(scope);
    const values = { model, permissionMode, args, updatedAt };
    return scope.db.toolDefault.upsert({
      where: { tenantId_machineId_tool: { tenantId, machineId, tool } },
      create: { tenantId, machineId, tool, ...values },
      update: values,
    });
  },

  async remove({ machineId, tool }: ToolDefaultRow): Promise<void> {
    await scope.db.toolDefault.deleteMany({ where: { machineId, tool, ...tenantFilter(scope) } });
  },
});

/** People that a machine was shared with. The table has no tenant of its own: the machine, found in the scope, stands for it. */
export const members = (scope: Scope, { id: machineId }: MachineRow) => ({
  async list(): Promise<MemberRow[]> {
    return scope.db.machineMember.findMany({ where: { machineId, machine: tenantFilter(scope) } });
  },

  async set(userId: string, role: MachineRole, now: Date): Promise<MemberRow> {
    return scope.db.machineMember.upsert({
      where: { machineId_userId: { machineId, userId } },
      create: { machineId, userId, role, createdAt: now },
      update: { role },
    });
  },

  async remove(userId: string): Promise<void> {
    await scope.db.machineMember.deleteMany({ where: { machineId, userId, machine: tenantFilter(scope) } });
  },
});
