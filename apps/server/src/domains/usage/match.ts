import { HOUR, MINUTE } from '#platform/clock';

/** What tells whether two rows of different sources are one request. */
export interface Witness {
  matchId: string | null;
  matchWitness: string | null;
  tool: string;
  machineId: string;
  userId: string;
  at: number;
  /** The end, where the source knows it; a log's record bears the time of the answer, the gateway's row that of the question. */
  endedAt: number | null;
}

const BEFORE = 2 * MINUTE;
const AFTER = 10 * MINUTE;

/** No call is expected to take longer. */
const LONGEST_CALL = 12 * HOUR;

/** When what a log tells of calls that were metered in this time can have been written. */
export const toldWithin = (from: number, to: number) => ({ from: from - BEFORE, to: to + AFTER });

/** When calls can have been metered of which a log tells in this time. */
export const meteredWithin = (from: number, to: number) => ({ from: from - AFTER - LONGEST_CALL, to: to + BEFORE });

/** Providers repeat ids: the same id is the same request only where place, tool and time agree and no second witness contradicts. */
function isSameRequest(metered: Witness, told: Witness): boolean {
  if (metered.matchId === null || metered.matchId !== told.matchId) return false;
  if (metered.tool !== told.tool) return false;
  if (metered.machineId !== told.machineId && metered.userId !== told.userId) return false;
  if (metered.matchWitness && told.matchWitness && metered.matchWitness !== told.matchWitness) return false;
  return told.at >= metered.at - BEFORE && told.at <= (metered.endedAt ?? metered.at) + AFTER;
}

const distance = (a: Witness, b: Witness) => Math.abs((a.endedAt ?? a.at) - (b.endedAt ?? b.at));

/** The nearest of the candidates that is the same request, a second witness before time. */
export function nearestMatch<Candidate extends Witness>(
  candidates: Candidate[],
  told: Witness,
  isCandidateMetered: boolean,
): Candidate | undefined {
  const same = candidates.filter((one) => (isCandidateMetered ? isSameRequest(one, told) : isSameRequest(told, one)));
  const rank = (one: Candidate) => (one.matchWitness && one.matchWitness === told.matchWitness ? 0 : 1);
  return same.sort((a, b) => rank(a) - rank(b) || distance(a, told) - distance(b, told))[0];
}
