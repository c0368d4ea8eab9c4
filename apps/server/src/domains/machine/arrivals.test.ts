import { expect, test } from 'vitest';
import { createEvents } from '#platform/events';
import { createLogger } from '#platform/logger';
import { takeArrival } from './arrivals.ts';

test('a thousand machines at once get in one after the other within three quarters of a minute, none of them sent away for good', () => {
  let now = 1_800_000_000_000;
  const deps = { events: createEvents(createLogger('silent')), clock: { now: () => now } };
  const begin = now;
  let waiting = Array.from({ length: 1000 }, () => now);
  const accepted: number[] = [];
  let refusals = 0;
  for (; waiting.length > 0 && now < begin + 60_000; now += 10) {
    const due = waiting.filter((at) => at <= now);
    waiting = waiting.filter((at) => at > now);
    for (const _ of due) {
      try {
        takeArrival(deps);
        accepted.push(now);
      } catch (error) {
        refusals++;
        const { retryAfterSeconds } = (error as { details: { retryAfterSeconds: number } }).details;
        // As an agent does it: what it was told, and up to a second more.
        waiting.push(now + retryAfterSeconds * 1000 + ((refusals * 7919) % 1000));
      }
    }
  }
  expect(accepted).toHaveLength(1000);
  expect((accepted.at(-1) ?? 0) - begin).toBeLessThan(45_000);
  const inSecond = (second: number) => accepted.filter((at) => Math.floor((at - begin) / 1000) === second).length;
  expect(Math.max(...Array.from({ length: 45 }, (_, n) => inSecond(n)))).toBeLessThanOrEqual(51);
  expect(refusals).toBeLessThan(3000);
});
