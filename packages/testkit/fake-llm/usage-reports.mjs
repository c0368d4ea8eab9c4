// @ts-check
/**
 * When a stream reports its final usage: after everything, as providers do, or as a step misbehaves.
 *
 * @param {import('./script.mjs').Step} step
 * @returns {{ early: number, late: number }} how often before the last delta, and how often at the end
 */
export function usageReports(step) {
  const times = step.noUsage ? 0 : (step.usageTimes ?? 1);
  return step.usageEarly ? { early: times, late: 0 } : { early: 0, late: times };
}

/**
 * @template T
 * @param {Iterable<T>} events @param {(event: T) => boolean} isDelta @param {number} times @param {T} report
 * @returns {Iterable<T>}
 */
export function beforeLastDelta(events, isDelta, times, report) {
  if (times === 0) return events;
  const all = [...events];
  const at = Math.max(all.findLastIndex(isDelta), 0);
  return [...all.slice(0, at), ...Array(times).fill(report), ...all.slice(at)];
}
