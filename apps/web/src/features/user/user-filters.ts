import { Role } from '@open-ace/contracts/permissions';
import { type ListUsers, UserSort, UserStatus } from '@open-ace/contracts/user';
import { z } from 'zod';
import { readSort, useUrlFilters } from '#lib/url-filters.ts';
import type { Sort } from '#ui/Sort.tsx';

const UserFilters = z.object({
  search: z.string().max(200).optional().catch(undefined),
  role: Role.optional().catch(undefined),
  status: UserStatus.default('active').catch('active'),
  sort: z.string().default('username').catch('username'),
});

/** The list's filters as the URL holds them, and as the server takes them. */
export function useUserFilters() {
  const { filters, change, clear } = useUrlFilters(UserFilters);
  const { search, role, status } = filters;
  const sort: Sort<UserSort> = readSort(filters.sort, UserSort.options, 'username');
  const query: Partial<ListUsers> = {
    ...(search && { search }),
    ...(role && { role }),
    status,
    sort: sort.field,
    descending: sort.descending,
  };
  return { search, role, status, sort, query, change, clear };
}
