import { QuotaPeriod } from '@open-ace/contracts/quota';
import { z } from 'zod';
import { ledger, type TenantTx } from './ledger-repository.ts';
import { type CountedRow, contributionOf, rollupChange, type Sums } from './rollup.ts';
import { nameOfKey, periodKey } from './use-keys.ts';
import { noUse, type Use, uses } from './use-repository.ts';
import { dayOf } from './zone.ts';

/** What a running call holds of budgets: so much of each of these. */
export const Hold = z.object({ tokens: z.number(), nano: z.number(), keys: z.array(z.object({ scope: z.string(), period: z.string() })) });
export type Hold = z.infer<typeof Hold>;

interface FigureChange {
  added: CountedRow[];
  removed: CountedRow[];
  /** Holds of calls that ended. */
  released?: Hold[];
}

const calendar = QuotaPeriod.options.filter((period) => period !== 'session');

type UseSums = Pick<Use, 'tokens' | 'requests' | 'nano'>;

class UseChanges {
  readonly #deltas = new Map<string, Use>();
  /** Sums of rows of one person, project and day, and of one session: a batch has many rows of each. */
  readonly #days = new Map<string, UseSums & { row: CountedRow; day: string }>();
  readonly #sessions = new Map<string, UseSums>();

  #delta(scope: string, period: string): Use {
    const key = nameOfKey({ scope, period });
    const delta = this.#deltas.get(key) ?? { scope, period, ...noUse };
    this.#deltas.set(key, delta);
    return delta;
  }

  #add(to: UseSums, { tokens, requests, nano }: UseSums, sign: 1 | -1 = 1): void {
    to.tokens += sign * tokens;
    to.requests += sign * requests;
    to.nano += sign * nano;
  }

  count(row: CountedRow, day: string, sign: 1 | -1): void {
    const sum = useOf(contributionOf(row));
    const key = `${row.userId} ${row.projectId} ${day}`;
    const ofDay = this.#days.get(key) ?? { tokens: 0, requests: 0, nano: 0, row, day };
    this.#days.set(key, ofDay);
    this.#add(ofDay, sum, sign);
    if (!row.sessionId) return;
    const ofSession = this.#sessions.get(row.sessionId) ?? { tokens: 0, requests: 0, nano: 0 };
    this.#sessions.set(row.sessionId, ofSession);
    this.#add(ofSession, sum, sign);
  }

  /** Gives each subject its part of what was counted. */
  spread(scopesOf: (row: CountedRow) => string[]): void {
    for (const sum of this.#days.values())
      for (const scope of scopesOf(sum.row)) for (const period of calendar) this.#add(this.#delta(scope, periodKey(period, sum.day)), sum);
    for (const [sessionId, sum] of this.#sessions) this.#add(this.#delta(`session:${sessionId}`, 'session'), sum);
  }

  hold({ tokens, nano, keys }: Hold, sign: 1 | -1): void {
    for (const { scope, period } of keys) {
      const delta = this.#delta(scope, period);
      delta.heldTokens += sign * tokens;
      delta.heldNano += sign * nano;
      delta.heldRequests += sign;
    }
  }

  list(): Use[] {
    return [...this.#deltas.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, delta]) => delta);
  }
}

const useOf = (sum: Sums): UseSums => ({
  tokens: sum.inputTokens + sum.outputTokens + sum.cacheReadTokens + sum.cacheWriteTokens,
  requests: sum.requests,
  nano: sum.billedNano,
});

const scopesOf = ({ userId, projectId }: CountedRow, tenantId: string, teams: string[]) => [
  `tenant:${tenantId}`,
  ...(userId ? [`user:${userId}`] : []),
  ...(projectId ? [`project:${projectId}`] : []),
  ...teams.map((team) => `team:${team}`),
];

async function changeUses(tx: TenantTx, { added, removed, released = [] }: FigureChange, timeZone: string) {
  // Asked behind the change of the sums: whoever makes a row from them now waits for us, or was there before.
  if (!(await uses(tx).areKept())) return;
  const people = [...new Set([...added, ...removed].map(({ userId }) => userId))];
  const members = await uses(tx).teamsOf(people);
  const teamsOf = (userId: string) => members.filter((member) => member.userId === userId).map(({ teamId }) => teamId);
  const changes = new UseChanges();
  for (const row of added) changes.count(row, dayOf(row.at, timeZone), 1);
  for (const row of removed) changes.count(row, dayOf(row.at, timeZone), -1);
  changes.spread((row) => scopesOf(row, tx.tenantId, teamsOf(row.userId)));
  for (const hold of released) changes.hold(hold, -1);
  await uses(tx).change(changes.list());
}

/** Changes every sum that is kept of the ledger when `removed` rows go and `added` ones come; a row that changes stands in both. */
export async function changeFigures(tx: TenantTx, change: FigureChange, timeZone: string): Promise<void> {
  await ledger(tx).changeRollups(rollupChange(change.added, change.removed, timeZone));
  await changeUses(tx, change, timeZone);
}

/** Takes the holds of calls that begin; the rows are there already, and locked. */
export async function holdUses(tx: TenantTx, holds: Hold[]): Promise<void> {
  const changes = new UseChanges();
  for (const hold of holds) changes.hold(hold, 1);
  await uses(tx).change(changes.list());
}
