import type { MachineRow } from '#domains/machine';
import { ensureFirstTenant } from '#domains/tenant';
import { recordHistory } from '#domains/usage';
import { DAY } from '#platform/clock';
import type { Deps } from '#platform/context';
import { Collected } from './collected.ts';
import { collectionHappenings } from './collection-runs.ts';
import { createFleet, fleetHappenings } from './fleet.ts';
import { ruleHappenings, setBudgets } from './limits.ts';
import { accountHappenings, createPeople } from './people.ts';
import { providerKeyHappenings } from './provider-keys.ts';
import { randomFrom } from './random.ts';
import { meter } from './session-calls.ts';
import { rehearse, sessionHappenings } from './sessions.ts';
import { signInHappenings } from './sign-ins.ts';
import { play, type Stage, systemAt } from './stage.ts';
import { team } from './team.ts';
import { DAYS, requestsOf, startOfUtcDay } from './usage.ts';

export { DEMO_PASSWORD } from './people.ts';

const SEED = 4210;

type Say = (line: string) => void;

/** What the CLIs' own logs tell of everybody's work outside of sessions. */
async function collect(stage: Stage, fleet: MachineRow[], days: number): Promise<number> {
  const ctx = systemAt(stage, stage.now);
  const random = randomFrom(SEED);
  const today = startOfUtcDay(stage.now);
  const collected = new Collected();
  let added = 0;
  for (const [index, person] of team.entries()) {
    const reports = Array.from({ length: days }, (_, daysAgo) =>
      requestsOf(person, today - daysAgo * DAY, daysAgo, random, stage.now),
    ).flat();
    const place = {
      machineId: stage.machineIds[person.machine] ?? '',
      userId: stage.people[index]?.id ?? '',
      billing: index % 3 ? ('subscription' as const) : ('api' as const),
    };
    collected.add(place.machineId, reports);
    for (let from = 0; from < reports.length; from += 5000)
      added += (await recordHistory(ctx, place, reports.slice(from, from + 5000))).added;
  }
  await collected.write(stage, fleet);
  return added;
}

/** Ninety days of what people did on the server, in its order; answers how many sessions they had. */
async function live(stage: Stage, fleet: MachineRow[]): Promise<number> {
  const keys = providerKeyHappenings(stage);
  const sessions = rehearse(stage);
  await play(stage, [
    ...accountHappenings(stage),
    ...fleetHappenings(stage, fleet),
    ...keys.happenings,
    ...ruleHappenings(stage),
    ...collectionHappenings(stage),
    ...signInHappenings(stage),
    ...sessions.flatMap(sessionHappenings),
  ]);
  for (const session of sessions) await meter(stage, session, keys.mainKeyId());
  return sessions.length;
}

/** Fills an empty database with the work of a lively team: the same each time, ending now. Answers how many requests it made outside of sessions. */
export async function seedDemo(deps: Deps, say: Say, days = DAYS): Promise<number> {
  const now = deps.clock.now();
  const { id: tenantId } = await ensureFirstTenant({ ...deps, clock: { now: () => now - (DAYS + 21) * DAY } });
  const stage: Stage = { deps, tenantId, now, people: [], machineIds: [], random: randomFrom(SEED + 1) };
  stage.people = await createPeople(stage);
  const fleet = await createFleet(stage);
  stage.machineIds = fleet.map(({ id }) => id);
  say(`${stage.people.length} people on ${fleet.length} machines`);
  const sessions = await live(stage, fleet);
  say(`${sessions} sessions, each with its transcript`);
  const added = await collect(stage, fleet, days);
  await setBudgets(stage);
  say(`${added} requests in ${days} days`);
  return added;
}
