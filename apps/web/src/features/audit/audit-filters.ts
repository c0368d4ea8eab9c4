import { AuditAction, AuditOutcome, type ListAudit } from '@open-ace/contracts/audit';
import { useMemo } from 'react';
import { z } from 'zod';
import { Period, periodRange } from '#lib/period.ts';
import { useUrlFilters } from '#lib/url-filters.ts';

const Day = z.iso.date().optional().catch(undefined);

const AuditFilters = z.object({
  search: z.string().max(200).optional().catch(undefined),
  action: AuditAction.optional().catch(undefined),
  outcome: AuditOutcome.optional().catch(undefined),
  period: Period.optional().catch(undefined),
  from: Day,
  to: Day,
});

export function useAuditFilters() {
  const { filters, change, clear } = useUrlFilters(AuditFilters);
  const { search, action, outcome, period, from, to } = filters;
  // Worked out once per choice: a moving "now" would be a new query on every render.
  const range = useMemo(() => periodRange({ period, from, to }, new Date()), [period, from, to]);
  const query: Partial<ListAudit> = { ...(search && { search }), ...(action && { action }), ...(outcome && { outcome }), ...range };
  const filtered = Object.keys(query).length > 0;
  return { ...filters, query, filtered, change, clear };
}
