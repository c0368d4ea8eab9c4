import type { ListUsers } from '@open-ace/contracts/user';
import type { Prisma } from '@open-ace/prisma/sqlite';
import { pageArgs } from '#platform/db/page';
import { ownTenant, type Scope, tenantFilter } from '#platform/db/scope';
import { notFound } from '#platform/errors';

export type UserRow = Prisma.UserGetPayload<object>;

type NewUser = Omit<Prisma.UserUncheckedCreateInput, 'tenantId' | 'usernameKey' | 'emailKey' | 'searchText'>;
type UserChange = Partial<
  Pick<UserRow, 'displayName' | 'email' | 'role' | 'passwordHash' | 'mustChangePassword' | 'historyPolicy' | 'deletedAt' | 'lastSignInAt'>
> & {
  grants?: string[];
};

/** Names and addresses are one whatever their case or Unicode form. */
export const keyOf = (text: string) => text.normalize('NFKC').toLowerCase();

const derived = (user: { username: string; displayName: string; email?: string | null | undefined }) => ({
  emailKey: user.email ? keyOf(user.email) : null,
  searchText: [user.username, user.displayName, user.email ?? ''].join(' ').toLowerCase(),
});

export const users = (scope: Scope) => ({
  async find(id: string): Promise<UserRow | null> {
    return scope.db.user.findFirst({ where: { id, ...tenantFilter(scope) } });
  },

  async require(id: string): Promise<UserRow> {
    const row = await this.find(id);
    if (!row) throw notFound('user');
    return row;
  },

  /** By user name or e-mail. */
  async findByLogin(login: string): Promise<UserRow | null> {
    const key = keyOf(login);
    return scope.db.user.findFirst({ where: { OR: [{ usernameKey: key }, { emailKey: key }], ...tenantFilter(scope) } });
  },

  async list({ search, role, status, sort, descending, ...page }: ListUsers): Promise<UserRow[]> {
    const direction = descending ? 'desc' : 'asc';
    return scope.db.user.findMany({
      where: {
        ...tenantFilter(scope),
        deletedAt: status === 'active' ? null : { not: null },
        ...(role && { role }),
        ...(search && { searchText: { contains: search.toLowerCase() } }),
      },
      orderBy: [{ [sort === 'username' ? 'usernameKey' : sort]: direction }, { id: direction }],
      ...pageArgs(page),
    });
  },

  async create(user: NewUser): Promise<UserRow> {
    return scope.db.user.create({
      data: { ...user, tenantId: ownTenant(scope), usernameKey: keyOf(user.username), ...derived(user) },
    });
  },

  async update(before: UserRow, change: UserChange, now: Date): Promise<UserRow> {
    const next = { ...before, ...change };
    return scope.db.user.update({ where: { id: before.id }, data: { ...change, ...derived(next), updatedAt: now } });
  },

  /** Whether anybody else has this user name or e-mail, on the whole server. */
  async taken(field: 'usernameKey' | 'emailKey', text: string, exceptId?: string): Promise<boolean> {
    const row = await scope.db.user.findFirst({ where: { [field]: keyOf(text) }, select: { id: true } });
    return row !== null && row.id !== exceptId;
  },

  async names(ids: string[]): Promise<{ id: string; displayName: string }[]> {
    if (ids.length === 0) return [];
    return scope.db.user.findMany({ where: { id: { in: ids }, ...tenantFilter(scope) }, select: { id: true, displayName: true } });
  },

  async countAdmins(): Promise<number> {
    return scope.db.user.count({ where: { ...tenantFilter(scope), role: 'admin', deletedAt: null } });
  },

  async firstPlatformAdmin(): Promise<UserRow | null> {
    return scope.db.user.findFirst({ where: { ...tenantFilter(scope), platformAdmin: true, deletedAt: null }, orderBy: { id: 'asc' } });
  },

  async exists(): Promise<boolean> {
    return (await scope.db.user.findFirst({ where: tenantFilter(scope), select: { id: true } })) !== null;
  },
});
