import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import type { Actor } from './context.ts';
import { AppError } from './errors.ts';

/** Calls a minute, counted by procedure: a batch of twenty is twenty. */
const limits = { anonymous: 600, user: 6000, agent: 12_000 } as const;

export interface RateLimits {
  /** Counts one call; throws LIMIT_REACHED with the seconds to wait. */
  take(actor: Actor | undefined, address: string): Promise<void>;
}

export function createRateLimits(): RateLimits {
  const limiter = (points: number) => new RateLimiterMemory({ points, duration: 60 });
  const limiters = { anonymous: limiter(limits.anonymous), user: limiter(limits.user), agent: limiter(limits.agent) };
  return {
    async take(actor, address) {
      const kind = actor === undefined || actor.kind === 'system' ? 'anonymous' : actor.kind;
      const key = actor?.kind === 'user' ? actor.userId : actor?.kind === 'agent' ? actor.machineId : address;
      try {
        await limiters[kind].consume(key);
      } catch (refusal) {
        const retryAfterSeconds = Math.ceil((refusal as RateLimiterRes).msBeforeNext / 1000);
        throw new AppError('LIMIT_REACHED', `Too many calls. Try again in ${retryAfterSeconds} s.`, {
          reason: 'rate_limited',
          retryAfterSeconds,
        });
      }
    },
  };
}
