import type { UsageTotals } from '@open-ace/contracts/usage';
import { type Sums, sums } from '../rollup.ts';

const NANO = 1e9;

/** Sums as they are shown: money in USD. */
export function totalsOf(sum: Sums | undefined): UsageTotals {
  const {
    inputTokens = 0,
    outputTokens = 0,
    cacheReadTokens = 0,
    cacheWriteTokens = 0,
    requests = 0,
    failedRequests = 0,
    unpricedRequests = 0,
    costNano = 0,
    billedNano = 0,
  } = sum ?? {};
  return {
    inputTokens,
    outputTokens,
    cacheReadTokens,
    cacheWriteTokens,
    requests,
    failedRequests,
    unpricedRequests,
    costUsd: costNano / NANO,
    billedUsd: billedNano / NANO,
  };
}

/** All of them together. */
export function sumOf(parts: readonly Sums[]): Sums {
  const whole = Object.fromEntries(sums.map((name) => [name, 0])) as unknown as Sums;
  for (const part of parts) for (const name of sums) whole[name] += part[name];
  return whole;
}
