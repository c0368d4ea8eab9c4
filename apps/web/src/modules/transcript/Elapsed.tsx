import { useFormat } from '#lib/use-format.ts';
import { useSecondHand } from '#lib/use-now.ts';

/** How long since, second by second. The clocks of machines differ, so it never goes below zero. */
export function Elapsed({ since }: { since: number }) {
  const format = useFormat();
  const seconds = Math.max(0, Math.floor((useSecondHand() - since) / 1000));
  return <span className="tabular">{format.duration(seconds * 1000)}</span>;
}

/** How long until; null once it is over. `most` bounds what a clock that goes wrong can make of it. */
export function useCountdown(until: number, most: number): number | null {
  const left = Math.min(most, until - useSecondHand());
  return left > 0 ? left : null;
}
