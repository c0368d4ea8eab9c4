import type { Quota, QuotaPeriod, QuotaState } from '@open-ace/contracts/quota';
import type { UsageMetric } from '@open-ace/contracts/usage';

/** `full`: not used up, but nothing fits any more, counting what running calls hold. */
export type ShownState = QuotaState | 'full';

/** How a budget stands. Shares are of its limit, and may pass one. */
export interface Standing {
  used: number;
  held: number;
  usedShare: number;
  heldShare: number;
  left: number;
  state: ShownState;
}

/** Null where each session has a budget of its own and none was named. */
export function standingOf({ limit, used, reserved, state }: Quota): Standing | null {
  if (used === null) return null;
  const held = reserved ?? 0;
  const share = (amount: number) => (limit > 0 ? amount / limit : 1);
  return {
    used,
    held,
    usedShare: share(used),
    heldShare: limit > 0 ? share(held) : 0,
    left: Math.max(0, limit - used - held),
    state: state !== 'exceeded' && used + held >= limit ? 'full' : state,
  };
}

/** Whole percents, rounded down: what is not used up is never said to be. */
export const shownShare = (share: number) => Math.floor(share * 100 + 1e-9) / 100;

/** How much of a bar each part fills, in percent; together never more than all of it. */
export function barWidths({ usedShare, heldShare }: Pick<Standing, 'usedShare' | 'heldShare'>): { used: number; held: number } {
  const used = Math.min(usedShare, 1) * 100;
  return { used, held: Math.min(heldShare * 100, 100 - used) };
}

// Written out: the line at the bottom is on every page, and the schemas would bring their whole library along.
const metricRank: Record<UsageMetric, number> = { tokens: 0, requests: 1, usd: 2 };
const periodRank: Record<QuotaPeriod, number> = { session: 0, day: 1, week: 2, month: 3 };

/** In the order in which budgets are read, whatever their figures: so that nothing trades places while they change. */
export const byKind = (a: Quota, b: Quota) =>
  metricRank[a.metric] - metricRank[b.metric] || periodRank[a.period] - periodRank[b.period] || a.id.localeCompare(b.id);

const taken = (standing: Standing) => standing.usedShare + standing.heldShare;

/** Those of which least is left, at most so many. A session's budget counts where the session is named. */
export function tightest(quotas: readonly Quota[], most: number): Quota[] {
  return quotas
    .flatMap((quota) => {
      const standing = standingOf(quota);
      return standing ? [{ quota, share: taken(standing) }] : [];
    })
    .toSorted((a, b) => b.share - a.share || byKind(a.quota, b.quota))
    .slice(0, most)
    .map(({ quota }) => quota)
    .toSorted(byKind);
}
