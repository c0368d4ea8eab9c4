import { MINUTE } from '../clock.ts';
import type { OpenCtx } from '../context.ts';
import { inTx, type Tx } from '../db/tx.ts';
import { AppError } from '../errors.ts';

const WINDOW = 15 * MINUTE;

interface Lock {
  key: string;
  attempts: number;
}

/* Failures are counted by text that anybody may type, before there is a tenant. */
const pairKey = (accountKey: string, address: string) => `pair:${accountKey}|${address}`;
const accountOnly = (accountKey: string) => `account:${accountKey}`;

/**
 * Five attempts from one address at one account; more for a whole account or a whole address, so that neither many addresses nor
 * many names help, and one office behind one address is not locked out by a colleague.
 */
function locksOf(accountKey: string, address: string): Lock[] {
  return [
    { key: pairKey(accountKey, address), attempts: 5 },
    { key: accountOnly(accountKey), attempts: 50 },
    { key: `address:${address}`, attempts: 50 },
  ];
}

/**
 * Adds one attempt; answers until when the key is locked, or null where the attempt may go on. The window starts with its first
 * attempt. One statement, so that parallel attempts are counted one after the other.
 */
async function countAttempt(tx: Tx, key: string, attempts: number, now: number, windowMs: number): Promise<number | null> {
  const over = now - windowMs;
  const rows = await tx.db.$queryRaw<{ count: number; firstAt: bigint }[]>`
    INSERT INTO "SignInFailure" ("key", "count", "firstAt") VALUES (${key}, 1, ${now})
    ON CONFLICT ("key") DO UPDATE SET
      "count" = CASE WHEN "SignInFailure"."firstAt" <= ${over} THEN 1 ELSE "SignInFailure"."count" + 1 END,
      "firstAt" = CASE WHEN "SignInFailure"."firstAt" <= ${over} THEN excluded."firstAt" ELSE "SignInFailure"."firstAt" END
    RETURNING "count", "firstAt"`;
  const [row] = rows;
  return row && row.count > attempts ? Number(row.firstAt) + windowMs : null;
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

/** A success forgets the failures of this account from this address, not those of the address. */
export async function forgetFailures(tx: Tx, accountKey: string, address: string): Promise<void> {
  await tx.db.signInFailure.deleteMany({ where: { key: { in: [pairKey(accountKey, address), accountOnly(accountKey)] } } });
}

/** Somebody in charge gave the account a new password: nobody has failed with that one yet, wherever they are. */
export async function unlockAccount(tx: Tx, accountKey: string): Promise<void> {
  await tx.db.signInFailure.deleteMany({
    where: { OR: [{ key: accountOnly(accountKey) }, { key: { startsWith: pairKey(accountKey, '') } }] },
  });
}

export async function dropOldFailures(tx: Tx, before: number): Promise<number> {
  return (await tx.db.signInFailure.deleteMany({ where: { firstAt: { lt: BigInt(before) } } })).count;
}
