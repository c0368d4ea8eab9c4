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

class UseChanges {
  readonly #deltas = new Map<string, Use>();

  #delta(scope: string, period: string): Use {
    const key = nameOfKey({ scope, period });
    const delta = this.#deltas.get(key) ?? { scope, period, ...noUse };
    this.#deltas.set(key, delta);
    return delta;
  }

  #add(delta: Use, sum: Sums, sign: 1 | -1): void {
    delta.tokens += sign * (sum.inputTokens + sum.outputTokens + sum.cacheReadTokens + sum.cacheWriteTokens);
    delta.requests += sign * sum.requests;
    delta.nano += sign * sum.billedNano;
  }

  count(row: CountedRow, scopes: string[], day: string, sign: 1 | -1): void {
    const sum = contributionOf(row);
    for (const scope of scopes) for (const period of calendar) this.#add(this.#delta(scope, periodKey(period, day)), sum, sign);
    if (row.sessionId) this.#add(this.#delta(`session:${row.sessionId}`, 'session'), sum, sign);
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
  const count = (row: CountedRow, sign: 1 | -1) =>
    changes.count(row, scopesOf(row, tx.tenantId, teamsOf(row.userId)), dayOf(row.at, timeZone), sign);
  for (const row of added) count(row, 1);
  for (const row of removed) count(row, -1);
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
