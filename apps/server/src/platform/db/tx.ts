import { setTimeout as sleep } from 'node:timers/promises';
import { Prisma } from '@open-ace/prisma/sqlite';
import type { Client, Database } from './client.ts';

const effects = Symbol('effects of a transaction, once committed');

interface Base {
  database: Database;
  db: Client;
}

/** A context whose `db` is one open transaction. */
export type Tx<Context extends Base = Base> = Context & { [effects]: (() => void)[] };

const ATTEMPTS = 6;

/** Serialisation failure, deadlock, or SQLite's busy: the transaction did nothing and may run again. */
function worthRetrying(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2034') return true;
  const text = error instanceof Error ? error.message : '';
  return /SQLITE_BUSY|could not serialize|deadlock detected|40001|40P01/.test(text);
}

/** A unique index refused the row: somebody else was first. */
export const isUniqueConflict = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';

/**
 * Runs `work` in one transaction and, once it is committed, what `afterTx` put off. `work` may run more than once, so it does
 * nothing but talk to the database.
 */
export async function inTx<Context extends Base, Result>(context: Context, work: (tx: Tx<Context>) => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    const deferred: (() => void)[] = [];
    try {
      const result = await context.database.transaction((db) => work({ ...context, db, [effects]: deferred }));
      for (const effect of deferred) effect();
      return result;
    } catch (error) {
      if (attempt === ATTEMPTS || !worthRetrying(error)) throw error;
      await sleep(2 ** attempt * 5 * Math.random());
    }
  }
}

/** Does something outside the database only if and when the transaction is committed. */
export function afterTx(tx: Tx, effect: () => void): void {
  tx[effects].push(effect);
}
