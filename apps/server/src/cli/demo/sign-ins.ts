import { auditedUser, type UserRow } from '#domains/user';
import { audit } from '#platform/audit/audit';
import { DAY, HOUR, MINUTE } from '#platform/clock';
import type { UserCtx } from '#platform/context';
import { inTx } from '#platform/db/tx';
import { asPerson, type Happening, personOf, type Stage, workday } from './stage.ts';

/** A sign-in lasts; people come back after a holiday, on another machine, or since they signed out. */
const BETWEEN_DAYS = { from: 6, to: 20 };

async function note(ctx: UserCtx, subject: UserRow, kind: 'login' | 'logout' | 'failure'): Promise<void> {
  await inTx(ctx, (tx) => {
    if (kind === 'failure') return audit({ ...tx, actor: undefined }, auditedUser, { action: 'auth.login', outcome: 'failure', subject });
    if (kind === 'logout') return audit(tx, auditedUser, { action: 'auth.logout', subject });
    return audit(tx, auditedUser, { action: 'auth.login', before: subject, after: subject });
  });
}

function signInsOf(stage: Stage, index: number): Happening[] {
  const { random, now } = stage;
  const person = personOf(stage, index);
  const happening = (at: number, kind: 'login' | 'logout' | 'failure'): Happening => ({
    at,
    run: (stage) => note(asPerson(stage, index, at), person, kind),
  });
  const last = person.lastSignInAt?.getTime() ?? now;
  const happenings = [happening(last, 'login')];
  for (let at = last; ; ) {
    const daysAgo = Math.round((now - at) / DAY) + random.integer(BETWEEN_DAYS.from, BETWEEN_DAYS.to);
    at = workday(now, daysAgo, 7.5 + random.next() * 3);
    if (at < person.createdAt.getTime() + HOUR) return happenings;
    if (random.next() < 0.09) happenings.push(happening(at - MINUTE, 'failure'));
    happenings.push(happening(at, 'login'));
    if (random.next() < 0.15) happenings.push(happening(at + 8 * HOUR, 'logout'));
  }
}

export const signInHappenings = (stage: Stage): Happening[] => stage.people.flatMap((_, index) => signInsOf(stage, index));
