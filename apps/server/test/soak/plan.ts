import type { ErrorStep, Step, Usage } from '@open-ace/testkit/fake-llm';
import { type Ask, type DoorName, doors } from './doors.ts';
import { type Random, randomOf } from './random.ts';

/** Where a client leaves: so long after it asked, or after so many pieces of the body. */
export type HangUp = { afterMs: number } | { afterPieces: number };

/** What one call asks for, what its provider does, and when its client leaves. */
export interface CallPlan {
  n: number;
  door: DoorName;
  ask: Ask;
  hangUp: HangUp | null;
  /** An error after the answer has begun. */
  failsInStream: boolean;
  /** The provider tells no usage. */
  isSilent: boolean;
}

/** The provider's account tells by its input tokens which call an answer was for. */
const FIRST_INPUT = 1000;
export const callOf = (input: number): number => input - FIRST_INPUT;

/** So many mean to leave that 30 % do: some are refused, fail or are answered before. */
const HANG_UP = 0.42;
const CUT = 0.05;
const ERROR = 0.05;
const IN_STREAM = 0.01;
const SILENT = 0.02;

const names = Object.keys(doors) as [DoorName, ...DoorName[]];
const statuses = [400, 401, 403, 404, 429, 500, 503, 529] as const;

function usageOf(random: Random, n: number, door: DoorName): Partial<Usage> {
  if (door === 'embeddings') return { input: FIRST_INPUT + n };
  const output = random.between(1, 400);
  return {
    input: FIRST_INPUT + n,
    output,
    cacheRead: random.chance(0.5) ? random.between(0, 5000) : 0,
    // Each kind only where the protocol can tell it.
    cacheWrite: door === 'messages' && random.chance(0.3) ? random.between(1, 2000) : 0,
    reasoning: door !== 'messages' && random.chance(0.3) ? random.between(0, output) : 0,
    ...(door === 'gemini' && random.chance(0.2) && { toolUse: random.between(1, 300) }),
  };
}

/** Fails at once; once alone, so that another key or try does it, or for ever. */
function errorOf(random: Random): ErrorStep {
  const once = random.chance(0.5) && { times: 1 };
  return { status: random.pick(statuses), ...(random.chance(0.3) && { retryAfter: 1 }), ...once };
}

/** Slow enough that the client can leave in the middle. */
function paceOf(random: Random, leaves: boolean): Step {
  if (leaves && random.chance(0.1)) return { stall: true };
  return { delayMs: random.between(5, 30), chunkDelayMs: random.between(1, leaves ? 12 : 6) };
}

function hangUpOf(random: Random, streamed: boolean, pieces: number, stalls = false): HangUp {
  // Of a provider that stalls no more pieces come.
  if (!streamed || stalls || random.chance(0.3)) return { afterMs: random.between(0, streamed ? 300 : 60) };
  return { afterPieces: random.between(1, Math.max(1, pieces)) };
}

/** Rare ways of telling the same. */
function mannersOf(random: Random): Step {
  if (random.chance(0.03)) return { usageTimes: 2 };
  if (random.chance(0.02)) return { usageEarly: true };
  return random.chance(0.01) ? { noStream: true } : {};
}

/** What call number `n` of a seed is. */
export function planOf(seed: number, n: number): CallPlan {
  const random = randomOf(seed, n);
  const door = random.pick(names);
  const streamed = door !== 'embeddings' && random.chance(0.65);
  const words = random.between(1, 60);
  const pieces = Math.ceil((words * 7) / 12);
  const leaves = random.chance(HANG_UP);
  const isCut = random.chance(CUT);
  const failsInStream = streamed && !isCut && random.chance(IN_STREAM);
  const isSilent = random.chance(SILENT);
  const usage = usageOf(random, n, door);
  const pace: Step = leaves || random.chance(0.3) ? paceOf(random, leaves) : {};
  const answer: Step = {
    words,
    usage,
    ...pace,
    ...mannersOf(random),
    ...(isSilent && { noUsage: true }),
    ...(isCut && { cutAfter: random.between(0, pieces) }),
    ...(failsInStream && { error: { status: 500, inStream: true } }),
  };
  const steps: Step[] = random.chance(ERROR) ? [{ error: errorOf(random) }, answer] : [answer];
  return {
    n,
    door,
    ask: {
      prompt: `@@fake ${JSON.stringify(steps)}`,
      streamed,
      maxOutput: random.chance(0.5) ? random.pick([64, 400, 2000, 32_000]) : null,
      asArray: random.chance(0.2),
    },
    hangUp: leaves ? hangUpOf(random, streamed, pieces, pace.stall) : null,
    failsInStream,
    isSilent,
  };
}
