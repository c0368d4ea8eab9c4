import { readTimeZones } from '#domains/tenant';
import type { Deps } from '#platform/context';
import type { Job } from '#platform/jobs/jobs';
import { type Difference, daysOfLedger, differencesOfDay, differencesOfMonths } from './verify-repository.ts';
import { dayAfter } from './zone.ts';

/** Adds a tenant's ledger up anew, a day at a time, and compares each rollup with what it is made of. Nothing is written, and nobody waits. */
export async function verifyTenant(
  { database: { rawReader } }: Pick<Deps, 'database'>,
  { id, timeZone }: { id: string; timeZone: string },
  signal?: AbortSignal,
): Promise<Difference[]> {
  const ends = await daysOfLedger(rawReader, id, timeZone);
  if (!ends) return [];
  const found: Difference[] = [];
  const [first, last] = ends;
  for (let day = first; day <= last && !signal?.aborted; day = dayAfter(day))
    found.push(...(await differencesOfDay(rawReader, id, timeZone, day)));
  return [...found, ...(await differencesOfMonths(rawReader, id))];
}

export interface Verification {
  tenants: number;
  differences: (Difference & { tenantId: string })[];
}

export async function verifyUsage(deps: Pick<Deps, 'database'>, signal?: AbortSignal): Promise<Verification> {
  const tenants = await readTimeZones(deps.database.rawReader);
  const differences: Verification['differences'] = [];
  for (const tenant of tenants) {
    for (const each of await verifyTenant(deps, tenant, signal)) differences.push({ tenantId: tenant.id, ...each });
  }
  return { tenants: tenants.length, differences };
}

/** A line a difference. */
export const differenceLine = ({ tenantId, table: name, cell, missing }: Verification['differences'][number]): string =>
  `${name} of tenant ${tenantId}, ${JSON.stringify(cell)}: lacks ${JSON.stringify(missing)}`;

const MOST_LOGGED = 20;

export const verifyUsageNightly: Job = {
  name: 'usage.verify',
  schedule: '0 23 2 * * *',
  async run(deps, signal) {
    const { tenants, differences } = await verifyUsage(deps, signal);
    for (const each of differences.slice(0, MOST_LOGGED))
      deps.log.error({ difference: differenceLine(each) }, 'a sum is not that of its rows');
    return differences.length === 0
      ? `the sums of ${tenants} tenants are those of their rows`
      : `${differences.length} sums are not those of their rows`;
  },
};
