import { Id } from '@open-ace/contracts/common';
import { type ListSessions, SessionStatus } from '@open-ace/contracts/session';
import { ToolId } from '@open-ace/contracts/tools';
import { useMemo } from 'react';
import { z } from 'zod';
import { useUrlFilters } from '#lib/url-filters.ts';

/** In whichever state, as long as it goes on. */
const open = 'open';
const openStatuses = SessionStatus.exclude(['ended', 'error']).options;

const StatusFilter = z.enum([open, ...SessionStatus.options]);
export const statusFilters = StatusFilter.options;

const SessionFilters = z.object({
  search: z.string().max(200).optional().catch(undefined),
  person: Id.optional().catch(undefined),
  machine: Id.optional().catch(undefined),
  tool: ToolId.optional().catch(undefined),
  status: StatusFilter.optional().catch(undefined),
});
type SessionFilters = z.infer<typeof SessionFilters>;

/** What the filters mean to the server. */
export function queryOf({ search, person, machine, tool, status }: SessionFilters): Partial<ListSessions> {
  return {
    everyone: true,
    ...(search && { search }),
    ...(person && { userId: person }),
    ...(machine && { machineId: machine }),
    ...(tool && { tool }),
    ...(status && { status: status === open ? openStatuses : [status] }),
  };
}

export function useSessionFilters() {
  const { filters, change, clear } = useUrlFilters(SessionFilters);
  const query = useMemo(() => queryOf(filters), [filters]);
  return { filters, query, filtered: Object.values(filters).some(Boolean), change, clear };
}
