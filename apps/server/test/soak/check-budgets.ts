import type { Deps } from '../../src/platform/context.ts';
import { localDay } from './local-day.ts';
import type { SoakPlace, SoakTenant } from './place.ts';
import { isCounted, type LedgerRow } from './read-ledger.ts';

function mondayOf(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return date.toISOString().slice(0, 10);
}

function isIn(period: string, day: string): boolean {
  const [kind, first = ''] = period.split(':');
  if (kind === 'session') return true;
  if (kind === 'day') return day === first;
  return kind === 'week' ? mondayOf(day) === first : day.slice(0, 7) === first.slice(0, 7);
}

function isOf(scope: string, row: LedgerRow, teams: SoakTenant['teams']): boolean {
  const colon = scope.indexOf(':');
  const [kind, id] = [scope.slice(0, colon), scope.slice(colon + 1)];
  if (kind === 'tenant') return row.tenantId === id;
  if (kind === 'user') return row.userId === id;
  if (kind === 'team') return (teams.get(id) ?? []).includes(row.userId);
  return kind === 'session' && row.sessionId === id;
}

/** Nothing is held any more, and what budgets say was used is what the rows say. */
export async function checkBudgets({ db }: Pick<Deps, 'db'>, place: SoakPlace, rows: LedgerRow[]): Promise<string[]> {
  const problems: string[] = [];
  const counted = rows.filter(isCounted);
  for (const { id: tenantId, timeZone, teams } of place.tenants) {
    const own = counted.filter((row) => row.tenantId === tenantId).map((row) => ({ row, day: localDay(row.at, timeZone) }));
    const uses = await db.quotaUse.findMany({ where: { tenantId } });
    if (uses.length < 5) problems.push(`tenant ${tenantId} has ${uses.length} sums of budgets only`);
    for (const { scope, period, ...use } of uses) {
      const of = own.filter(({ row, day }) => isOf(scope, row, teams) && isIn(period, day)).map(({ row }) => row);
      const expected = {
        tokens: of.reduce((sum, row) => sum + row.inputTokens + row.outputTokens + row.cacheReadTokens + row.cacheWriteTokens, 0),
        requests: of.length,
        nano: of.reduce((sum, { costNano }) => sum + (costNano ?? 0), 0),
        heldTokens: 0,
        heldRequests: 0,
        heldNano: 0,
      };
      for (const name of Object.keys(expected) as (keyof typeof expected)[]) {
        if (Number(use[name]) !== expected[name]) {
          problems.push(`budget ${scope} ${period}: ${name} is ${use[name]} and the rows say ${expected[name]}`);
        }
      }
    }
  }
  return problems;
}
