import { machines } from '#domains/machine';
import { ensureFirstTenant } from '#domains/tenant';
import { recordHistory } from '#domains/usage';
import { type UserRow, users } from '#domains/user';
import { hashPassword } from '#platform/auth/passwords';
import { DAY, HOUR, MINUTE } from '#platform/clock';
import { type Ctx, type Deps, systemCtx } from '#platform/context';
import { inTx } from '#platform/db/tx';
import { newId } from '#platform/ids';
import { randomFrom } from './random.ts';
import { machineNames, team } from './team.ts';
import { DAYS, requestsOf, startOfUtcDay } from './usage.ts';

const SEED = 4210;
export const DEMO_PASSWORD = 'Open-ace-demo-1';

async function people(ctx: Ctx): Promise<UserRow[]> {
  // One hash for all: forty of them would take longer than all else together.
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  const start = ctx.clock.now() - (DAYS + 20) * DAY;
  return inTx(ctx, async (tx) => {
    const rows: UserRow[] = [];
    for (const [index, { username, displayName, role }] of team.entries()) {
      const createdAt = new Date(start + index * 8 * HOUR);
      rows.push(
        await users(tx).create({
          id: newId(),
          username: index === 0 ? 'admin' : username,
          displayName,
          email: `${username}@shop.example.com`,
          role,
          grants: [],
          platformAdmin: index === 0,
          passwordHash,
          createdAt,
          updatedAt: createdAt,
          lastSignInAt: new Date(ctx.clock.now() - (index * 37 + 5) * MINUTE),
        }),
      );
    }
    return rows;
  });
}

/** Nobody is there to say that they live, so they are shown as what they are: away since a while. */
async function fleet(ctx: Ctx, owners: UserRow[]): Promise<string[]> {
  const now = ctx.clock.now();
  return inTx(ctx, async (tx) => {
    const ids: string[] = [];
    for (const [index, name] of machineNames.entries()) {
      const createdAt = new Date(now - (DAYS + 10 - index) * DAY);
      const machine = await machines(tx).create({
        id: newId(),
        ownerId: owners[index]?.id ?? '',
        name,
        hostname: `${name}.shop.example.com`,
        os: index % 3 === 0 ? 'Ubuntu 24.04' : 'Debian 12',
        arch: 'x64',
        cpuModel: 'AMD EPYC 9354',
        cpus: 8 + (index % 3) * 8,
        memoryBytes: BigInt(32 + (index % 3) * 32) * 1024n ** 3n,
        agentVersion: '0.1.0',
        protocol: 1,
        tools: [
          { tool: 'claude-code', version: '2.1.330', tested: true, withheldModes: [] },
          ...(index % 2 ? [{ tool: 'codex', version: '0.169.0', tested: true, withheldModes: [] }] : []),
        ],
        homeFolder: '/home/agent',
        seenAt: new Date(now - (index * index + 1) * 7 * MINUTE),
        createdAt,
        updatedAt: createdAt,
      });
      ids.push(machine.id);
    }
    return ids;
  });
}

/** Fills an empty database with ninety days of a lively team: the same each time, ending now. Answers how many requests it made. */
export async function seedDemo(deps: Deps, say: (line: string) => void): Promise<number> {
  const { id: tenantId } = await ensureFirstTenant(deps);
  const ctx = systemCtx(deps, tenantId, 'demo');
  const rows = await people(ctx);
  const machineIds = await fleet(ctx, rows);
  say(`${rows.length} people on ${machineIds.length} machines`);
  const random = randomFrom(SEED);
  const now = deps.clock.now();
  const today = startOfUtcDay(now);
  let added = 0;
  for (const [index, person] of team.entries()) {
    const reports = Array.from({ length: DAYS }, (_, daysAgo) => requestsOf(person, today - daysAgo * DAY, daysAgo, random, now)).flat();
    const place = {
      machineId: machineIds[person.machine] ?? '',
      userId: rows[index]?.id ?? '',
      billing: index % 3 ? ('subscription' as const) : ('api' as const),
    };
    for (let from = 0; from < reports.length; from += 5000)
      added += (await recordHistory(ctx, place, reports.slice(from, from + 5000))).added;
  }
  say(`${added} requests in ${DAYS} days`);
  return added;
}
