import { Role } from '@open-ace/contracts/permissions';
import type { UserRow } from '#domains/user';
import { DAY, HOUR } from '#platform/clock';
import { type Ctx, type Deps, systemCtx, type UserCtx } from '#platform/context';
import type { Client } from '#platform/db/client';
import type { Random } from './random.ts';

/** Something that happens at a moment, epoch milliseconds. */
export interface Happening {
  at: number;
  run(stage: Stage): Promise<unknown>;
}

/** Where the demo plays: who is there, and when now is. */
export interface Stage {
  deps: Deps;
  tenantId: string;
  now: number;
  people: UserRow[];
  /** In the order of the team's machines. */
  machineIds: string[];
  random: Random;
}

const browsers = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
] as const;

/** What the server does by itself, at a moment. */
export const systemAt = ({ deps, tenantId }: Pick<Stage, 'deps' | 'tenantId'>, at: number): Ctx =>
  systemCtx({ ...deps, clock: { now: () => at } }, tenantId, 'demo');

export function personOf({ people }: Stage, index: number): UserRow {
  const person = people[index];
  if (!person) throw new RangeError(`There is no person ${index} in the demo.`);
  return person;
}

/** A call of one of the people, by their number, at a moment. */
export function asPerson(stage: Stage, index: number, at: number): UserCtx {
  const { id, username, role, platformAdmin } = personOf(stage, index);
  return {
    ...systemAt(stage, at),
    actor: {
      kind: 'user',
      userId: id,
      username,
      role: Role.parse(role),
      grants: [],
      platformAdmin,
      mustChangePassword: false,
      tenantId: stage.tenantId,
      tokenId: '',
    },
    origin: {
      address: `10.20.${index % 4}.${20 + index}`,
      userAgent: browsers[index % browsers.length] ?? browsers[0],
      requestId: stage.random.uuid(),
      host: 'ace.shop.example.com',
      secure: true,
    },
  };
}

/** A moment of a working day, so many days ago or a little earlier: never on a weekend, never in the future. */
export function workday(now: number, daysAgo: number, hour: number): number {
  const day = Math.floor(now / DAY) * DAY - daysAgo * DAY;
  const weekday = new Date(day).getUTCDay();
  const weekend = weekday === 0 ? 2 : weekday === 6 ? 1 : 0;
  return Math.min(day - weekend * DAY + hour * HOUR, now - HOUR);
}

/** To commit one by one would take longer than all that is written. */
const TOGETHER = 100;

/** The stage within one transaction: what the domains do in transactions of their own becomes a part of it. */
function within(stage: Stage, db: Client): Stage {
  const { deps } = stage;
  return { ...stage, deps: { ...deps, db, database: { ...deps.database, reader: db, transaction: (work) => work(db) } } };
}

/** In the order of time, one after the other: ids sort by time of making, and lists go by them. */
export async function play(stage: Stage, happenings: Happening[]): Promise<void> {
  const inOrder = happenings.sort((a, b) => a.at - b.at);
  for (let from = 0; from < inOrder.length; from += TOGETHER) {
    await stage.deps.database.transaction(async (db) => {
      for (const happening of inOrder.slice(from, from + TOGETHER)) await happening.run(within(stage, db));
    });
  }
}
