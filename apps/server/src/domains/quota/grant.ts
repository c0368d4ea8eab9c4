import { dayOf, type Hold, nameOfKey, timesOfPeriod, type Use, type UseKey, uses } from '#domains/usage';
import type { RawTx } from '#platform/db/tx';
import { keyOf, type Limit } from './limits.ts';

/** Fewer tokens of an answer are of no use to anybody. */
const LEAST_OUTPUT = 64;
/** An answer is rarely longer. */
const USUAL_OUTPUT = 8192;

/** What a call would take of its budgets, more likely too much than too little. */
export interface Wish {
  limits: Limit[];
  inputTokens: number;
  /** The most output that it may give. */
  outputTokens: number;
  /** The request itself names no maximum: calls beside it get a part of what is left, too. */
  isOpen: boolean;
  /** Nano-USD a token; null for a model without a price. */
  rates: { input: number; output: number } | null;
}

/** Which limit stands in the way, and how it stands. Figures as its metric says, money in nano-USD. */
export interface Obstacle {
  limit: Limit;
  used: number;
  held: number;
  /** Epoch milliseconds; null for a session's. */
  resetsAt: number | null;
  /** A model without a price cannot be held against a limit of money. */
  isUnpriced: boolean;
}

export type Grant = { outputTokens: number; hold: Hold } | { refusedBy: Obstacle };

const figures = { tokens: ['tokens', 'heldTokens'], requests: ['requests', 'heldRequests'], usd: ['nano', 'heldNano'] } as const;

const taken = (use: Use, { metric }: Limit) => {
  const [used, held] = figures[metric];
  return { used: use[used], held: use[held] };
};

/** The output tokens for which a limit leaves room; below 0 where not even the input fits. */
function roomFor({ inputTokens, rates }: Wish, limit: Limit, use: Use): number {
  const { used, held } = taken(use, limit);
  const left = limit.limit - used - held;
  if (limit.metric === 'requests') return left >= 1 ? Number.POSITIVE_INFINITY : -1;
  if (limit.metric === 'tokens') return left - inputTokens;
  if (!rates) return -1;
  const afterInput = left - inputTokens * rates.input;
  return rates.output === 0 && afterInput >= 0 ? Number.POSITIVE_INFINITY : Math.floor(afterInput / rates.output);
}

/** What one call gets, given how its budgets stand. */
function decide(wish: Wish, useOf: (limit: Limit) => Use): { outputTokens: number } | { limit: Limit } {
  let outputTokens = wish.outputTokens;
  const least = Math.min(LEAST_OUTPUT, wish.outputTokens);
  for (const limit of wish.limits) {
    const room = roomFor(wish, limit, useOf(limit));
    outputTokens = Math.min(outputTokens, wish.isOpen ? Math.min(room, Math.max(USUAL_OUTPUT, Math.floor(room / 2))) : room);
    if (outputTokens < least) return { limit };
  }
  return { outputTokens };
}

function holdOf({ inputTokens, rates, limits }: Wish, outputTokens: number, day: string): Hold {
  const keys = new Map<string, UseKey>(limits.map((limit) => [nameOfKey(keyOf(limit, day)), keyOf(limit, day)]));
  const nano = rates ? Math.ceil(inputTokens * rates.input + outputTokens * rates.output) : 0;
  return { tokens: inputTokens + outputTokens, nano, keys: [...keys.values()] };
}

/**
 * Decides what calls get of their budgets, in the order in which they came. The sums stay locked until the transaction ends, and what
 * was granted must be written down in it: so no two calls are ever given the same tokens, on however many servers.
 */
export async function grantAll(tx: RawTx & { tenantId: string }, wishes: Wish[], timeZone: string, now: number): Promise<Grant[]> {
  const day = dayOf(now, timeZone);
  const keys = new Map(wishes.flatMap(({ limits }) => limits.map((limit) => [nameOfKey(keyOf(limit, day)), keyOf(limit, day)] as const)));
  const rows = await uses(tx).require([...keys.values()], timeZone, now);
  const known = new Map(rows.map((row) => [nameOfKey(row), row]));
  const useOf = (limit: Limit): Use => {
    const use = known.get(nameOfKey(keyOf(limit, day)));
    // Without its sums nothing can be said of a budget: better no call than one too many.
    if (!use) throw new Error('A budget has no sums.');
    return use;
  };
  return wishes.map((wish) => {
    const decision = decide(wish, useOf);
    if ('limit' in decision) {
      const { limit } = decision;
      const resetsAt = timesOfPeriod(keyOf(limit, day).period, timeZone)?.endsAt ?? null;
      return { refusedBy: { limit, ...taken(useOf(limit), limit), resetsAt, isUnpriced: limit.metric === 'usd' && !wish.rates } };
    }
    const hold = holdOf(wish, decision.outputTokens, day);
    for (const key of hold.keys) {
      const use = known.get(nameOfKey(key));
      if (!use) continue;
      use.heldTokens += hold.tokens;
      use.heldRequests += 1;
      use.heldNano += hold.nano;
    }
    return { outputTokens: decision.outputTokens, hold };
  });
}
