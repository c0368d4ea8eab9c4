import { type Quota, QuotaSubjectType } from '@open-ace/contracts/quota';
import { z } from 'zod';
import { readSort, useUrlFilters } from '#lib/url-filters.ts';
import type { Sort } from '#ui/Sort.tsx';
import { byKind, standingOf } from './standing.ts';

export const quotaSorts = ['subject', 'share', 'resetsAt'] as const;
export type QuotaSort = (typeof quotaSorts)[number];

type Compare = (a: Quota, b: Quota) => number;

/** What binds most comes first. */
const types = ['plan', 'tenant', 'team', 'project', 'user'] as const satisfies readonly QuotaSubjectType[];

const bySubject: Compare = (a, b) =>
  types.indexOf(a.subject.type) - types.indexOf(b.subject.type) ||
  a.subject.name.localeCompare(b.subject.name, undefined, { numeric: true }) ||
  a.subject.id.localeCompare(b.subject.id) ||
  byKind(a, b);

const share = (quota: Quota) => {
  const standing = standingOf(quota);
  return standing ? standing.usedShare + standing.heldShare : -1;
};
const end = ({ resetsAt }: Quota) => (resetsAt ? Date.parse(resetsAt) : Number.MAX_SAFE_INTEGER);

const comparisons: Record<QuotaSort, Compare> = {
  subject: bySubject,
  share: (a, b) => share(a) - share(b) || bySubject(b, a),
  resetsAt: (a, b) => end(a) - end(b) || bySubject(a, b),
};

/** The loaded budgets in the order on show. */
export function sortQuotas(quotas: readonly Quota[], { field, descending }: Sort<QuotaSort>): Quota[] {
  const compare = comparisons[field];
  return quotas.toSorted((a, b) => (descending ? compare(b, a) : compare(a, b)));
}

const QuotaFilters = z.object({
  for: QuotaSubjectType.optional().catch(undefined),
  sort: z.string().default('subject').catch('subject'),
});

export function useQuotaFilters() {
  const { filters, change, clear } = useUrlFilters(QuotaFilters);
  const subjectType = filters.for;
  return { subjectType, sort: readSort(filters.sort, quotaSorts, 'subject'), change, clear };
}
