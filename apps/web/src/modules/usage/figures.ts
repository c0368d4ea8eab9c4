import type { UsageTotals } from '@open-ace/contracts/usage';

export const noUse: UsageTotals = {
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  requests: 0,
  failedRequests: 0,
  costUsd: 0,
  billedUsd: 0,
  unpricedRequests: 0,
};

const names = Object.keys(noUse) as (keyof UsageTotals)[];

export function sumTotals(rows: readonly UsageTotals[]): UsageTotals {
  const sum = { ...noUse };
  for (const row of rows) for (const name of names) sum[name] += row[name];
  return sum;
}

/** Calls that were made at all, answered or not. */
export const hasUse = ({ requests, failedRequests }: UsageTotals) => requests + failedRequests > 0;

export const totalTokens = (totals: UsageTotals) =>
  totals.inputTokens + totals.outputTokens + totals.cacheReadTokens + totals.cacheWriteTokens;

/** USD; null where no request of them has a price: that is not the same as free. */
export const costOf = ({ costUsd, requests, unpricedRequests }: UsageTotals): number | null =>
  requests > 0 && unpricedRequests >= requests ? null : costUsd;

/** USD for each request with a price. */
export function costARequest({ costUsd, requests, unpricedRequests }: UsageTotals): number | null {
  const priced = requests - unpricedRequests;
  return priced > 0 ? costUsd / priced : null;
}

/** How much of all that was sent to the models came from their cache. */
export function cacheShare({ inputTokens, cacheReadTokens, cacheWriteTokens }: UsageTotals): number | null {
  const sent = inputTokens + cacheReadTokens + cacheWriteTokens;
  return sent > 0 ? cacheReadTokens / sent : null;
}

/** 0.12 is twelve percent more than before; null where there was nothing, or something is not known. */
export function changeOf(now: number | null, before: number | null | undefined): number | null {
  return now === null || !before ? null : now / before - 1;
}

/** What charts and tables can be asked to show. */
export type Measure = 'tokens' | 'cost' | 'requests';

export function measureOf(totals: UsageTotals, measure: Measure): number | null {
  if (measure === 'cost') return costOf(totals);
  return measure === 'tokens' ? totalTokens(totals) : totals.requests;
}

/** What is worked out is no whole number; tokens and requests are. */
export const rounded = (value: number, measure: Measure) => (measure === 'cost' ? value : Math.round(value));
