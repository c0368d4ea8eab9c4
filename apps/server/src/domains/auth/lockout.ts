import { MINUTE } from '#platform/clock';
import type { OpenCtx } from '#platform/context';
import { inTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { clearFailures, countAttempt } from './repository.ts';

const WINDOW = 15 * MINUTE;

interface Lock {
  key: string;
  attempts: number;
}

/**
 * Five attempts from one address at one account; more for a whole account or a whole address, so that neither many addresses nor
 * many names help, and one office behind one address is not locked out by a colleague.
 */
function locksOf(accountKey: string, address: string): Lock[] {
  return [
    { key: `pair:${accountKey}|${address}`, attempts: 5 },
    { key: `account:${accountKey}`, attempts: 50 },
    { key: `address:${address}`, attempts: 50 },
  ];
}

/** Counts the attempt before the password is looked at: parallel guesses cannot pass together. Throws LIMIT_REACHED when locked. */
export async function takeAttempt(ctx: OpenCtx, accountKey: string): Promise<void> {
  const now = ctx.clock.now();
  await inTx(ctx, async (tx) => {
    for (const { key, attempts } of locksOf(accountKey, ctx.origin.address)) {
      const lockedUntil = await countAttempt(tx, key, attempts, now, WINDOW);
      if (lockedUntil === null) continue;
      const retryAfterSeconds = Math.ceil((lockedUntil - now) / 1000);
      throw new AppError('LIMIT_REACHED', `Too many failed sign-ins. Try again in ${Math.ceil(retryAfterSeconds / 60)} min.`, {
        reason: 'locked_out',
        retryAfterSeconds,
      });
    }
  });
}

/** A success forgets the failures of this account, not those of the address. */
export async function forgetFailures(tx: Parameters<typeof clearFailures>[0], accountKey: string, address: string): Promise<void> {
  await clearFailures(
    tx,
    locksOf(accountKey, address)
      .map(({ key }) => key)
      .filter((key) => !key.startsWith('address:')),
  );
}
