import { auditedUser, deleteUser, restoreUser, type UserRow, updateUser, users } from '#domains/user';
import { audit } from '#platform/audit/audit';
import { hashPassword } from '#platform/auth/passwords';
import { DAY, HOUR, MINUTE } from '#platform/clock';
import { inTx } from '#platform/db/tx';
import { newId } from '#platform/ids';
import { asPerson, type Happening, personOf, type Stage, systemAt, workday } from './stage.ts';
import { team } from './team.ts';
import { DAYS, startOfUtcDay } from './usage.ts';

export const DEMO_PASSWORD = 'Open-ace-demo-1';

/** The administrator first, then four a day. */
const joinedAt = (now: number, index: number) =>
  startOfUtcDay(now) - (DAYS + 20 - Math.ceil(index / 4)) * DAY + 9 * HOUR + (index % 4) * 17 * MINUTE;
const lastSignInAt = (now: number, index: number) => now - (index * 37 + 5) * MINUTE;

/** Everybody as they are invited: managers become that later. */
export async function createPeople(stage: Stage): Promise<UserRow[]> {
  // One hash for all: forty of them would take longer than all else together.
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  return inTx(systemAt(stage, stage.now), async (tx) => {
    const rows: UserRow[] = [];
    for (const [index, { username, displayName, role }] of team.entries()) {
      const createdAt = new Date(joinedAt(stage.now, index));
      rows.push(
        await users(tx).create({
          id: newId(),
          username: index === 0 ? 'admin' : username,
          displayName,
          email: `${username}@shop.example.com`,
          role: role === 'manager' ? 'user' : role,
          grants: [],
          platformAdmin: index === 0,
          passwordHash,
          createdAt,
          updatedAt: createdAt,
          lastSignInAt: new Date(lastSignInAt(stage.now, index)),
        }),
      );
    }
    return rows;
  });
}

const note = (actor: number, at: number, action: 'auth.setup' | 'user.create', after: UserRow): Happening => ({
  at,
  run: (stage) => inTx(asPerson(stage, actor, at), (tx) => audit(tx, auditedUser, { action, after })),
});

const joins = (stage: Stage): Happening[] =>
  stage.people.map((row, index) => note(0, row.createdAt.getTime(), index === 0 ? 'auth.setup' : 'user.create', row));

const promotions = (stage: Stage): Happening[] =>
  team.flatMap(({ role }, index) => {
    const at = workday(stage.now, 84 - index * 6, 10.4);
    const { id: userId } = personOf(stage, index);
    return role === 'manager' ? [{ at, run: (stage) => updateUser(asPerson(stage, 0, at), { userId, role }) }] : [];
  });

/** Somebody is given a temporary password, and replaces it. */
function forgottenPassword(index: number, at: number): Happening[] {
  const change = (actor: number, when: number, action: 'user.reset_password' | 'auth.change_password', mustChange: boolean): Happening => ({
    at: when,
    run: (stage) =>
      inTx(asPerson(stage, actor, when), async (tx) => {
        const before = await users(tx).require(personOf(stage, index).id);
        const after = await users(tx).update(before, { mustChangePassword: mustChange }, new Date(when));
        await audit(tx, auditedUser, { action, before, after });
      }),
  });
  return [change(0, at, 'user.reset_password', true), change(index, at + 12 * MINUTE, 'auth.change_password', false)];
}

/** Deleted by mistake, and back within the hour. */
function mistake(stage: Stage, index: number, at: number): Happening[] {
  const { id: userId } = personOf(stage, index);
  const noticed = at + 40 * MINUTE;
  return [
    { at, run: (stage) => deleteUser(asPerson(stage, 0, at), { userId }) },
    { at: noticed, run: (stage) => restoreUser(asPerson(stage, 0, noticed), { userId }) },
  ];
}

function trust(stage: Stage, index: number, at: number): Happening {
  const { id: userId } = personOf(stage, index);
  return { at, run: (stage) => updateUser(asPerson(stage, 0, at), { userId, grants: ['view_audit_logs'] }) };
}

/** What happens to accounts. */
export function accountHappenings(stage: Stage): Happening[] {
  const at = (daysAgo: number, hour: number) => workday(stage.now, daysAgo, hour);
  return [
    ...joins(stage),
    ...promotions(stage),
    trust(stage, 10, at(44, 13.6)),
    ...mistake(stage, 37, at(36, 11.2)),
    ...forgottenPassword(19, at(27, 9.8)),
    ...forgottenPassword(26, at(6, 8.7)),
  ];
}
