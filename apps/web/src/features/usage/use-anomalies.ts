import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { trpc } from '#lib/trpc.ts';
import { metricOf } from './analysis-measure.ts';
import type { UsageFilterState } from './usage-filters.ts';

/** The unusual days of the filters in the URL: the page and its drawer show the same. */
export function useAnomalies({ query, filters }: UsageFilterState) {
  return useQuery(
    trpc.analysis.anomalies.queryOptions({ ...query, metric: metricOf[filters.measure] }, { placeholderData: keepPreviousData }),
  );
}
