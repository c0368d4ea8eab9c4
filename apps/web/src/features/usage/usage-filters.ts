import { AnomalyStatus, UsageDimension, UsageGrain } from '@open-ace/contracts/analysis';
import { Id } from '@open-ace/contracts/common';
import { type UsageFilter, UsageStatus } from '@open-ace/contracts/usage';
import { useMemo } from 'react';
import { type To, useLocation } from 'react-router';
import { z } from 'zod';
import { dayOf, floorToQuarter } from '#lib/calendar.ts';
import { useUrlFilters } from '#lib/url-filters.ts';
import { useNow } from '#lib/use-now.ts';
import { useMe } from '#modules/me/me.ts';
import { requestsPage } from './pages.ts';
import { daysOf, ownDays, rangeBefore, UsagePeriod } from './usage-period.ts';

const Day = z.iso.date().optional().catch(undefined);

const UsageFilters = z.object({
  period: UsagePeriod.default('30d').catch('30d'),
  from: Day,
  to: Day,
  tool: z.string().max(100).optional().catch(undefined),
  person: Id.optional().catch(undefined),
  machine: Id.optional().catch(undefined),
  model: z.string().max(200).optional().catch(undefined),
  provider: z.string().max(100).optional().catch(undefined),
  project: Id.optional().catch(undefined),
  providerKeyId: Id.optional().catch(undefined),
  /** Of single requests, so not of the dashboard. */
  status: UsageStatus.optional().catch(undefined),
  measure: z.enum(['tokens', 'cost', 'requests']).default('tokens').catch('tokens'),
  view: z.enum(['chart', 'table']).default('chart').catch('chart'),
  grain: UsageGrain.default('day').catch('day'),
  by: UsageDimension.default('person').catch('person'),
  horizon: z.enum(['7', '14', '30']).default('30').catch('30'),
  /** Of anomalies. */
  standing: AnomalyStatus.optional().catch(undefined),
});

type Filters = z.infer<typeof UsageFilters>;

/** Stands in the URL for what has no name, since an empty parameter is none. */
const unnamed = '-';

export const toParam = (name: string) => name || unnamed;
const fromParam = (param: string) => (param === unnamed ? '' : param);

function narrowingOf({ tool, person, machine, model, provider, project, providerKeyId }: Filters): UsageFilter {
  return {
    ...(tool && { tool: fromParam(tool) }),
    ...(person && { userId: person }),
    ...(machine && { machineId: machine }),
    ...(model && { model: fromParam(model) }),
    ...(provider && { provider: fromParam(provider) }),
    ...(project && { projectId: project }),
    ...(providerKeyId && { providerKeyId }),
  };
}

/** The filters as the URL holds them, and what they mean to the server, for the figures and for those they are compared with. */
export function useUsageFilters() {
  const { filters, change, clear } = useUrlFilters(UsageFilters);
  const { timeZone } = useMe();
  const now = useNow();
  const today = dayOf(now, timeZone);
  const quarter = floorToQuarter(now);
  return useMemo(() => {
    const range = daysOf(filters, today);
    const narrowing = narrowingOf(filters);
    return {
      filters,
      today,
      range,
      own: ownDays(filters),
      narrowing,
      narrowed: Object.keys(narrowing).length > 0,
      query: { ...narrowing, ...range },
      before: { ...narrowing, ...rangeBefore(range, quarter, timeZone) },
      change,
      clear,
    };
  }, [filters, today, quarter, timeZone, change, clear]);
}

export type UsageFilterState = ReturnType<typeof useUsageFilters>;

type RequestFilters = Partial<
  Record<'from' | 'to' | 'tool' | 'person' | 'machine' | 'model' | 'provider' | 'project' | 'providerKeyId' | 'status', string>
>;

const ofTheFigures = ['measure', 'view', 'grain', 'by', 'horizon', 'standing'];

/** Where the rows behind a figure are: the filters of the page, narrowed further. */
export function useRequestsLink() {
  const { search } = useLocation();
  return (narrower: RequestFilters = {}): To => {
    const params = new URLSearchParams(search);
    for (const name of ofTheFigures) params.delete(name);
    for (const [name, value] of Object.entries(narrower)) params.set(name, value);
    return { pathname: requestsPage.path, search: params.toString() };
  };
}
