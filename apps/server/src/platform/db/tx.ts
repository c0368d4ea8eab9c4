import { setTimeout as sleep } from 'node:timers/promises';
import { Prisma } from '@open-ace/prisma/sqlite';
import type { Client, Database } from './client.ts';
import type { RawClient } from './raw.ts';

const effects = Symbol('effects of a transaction, once committed');

interface Base {
  database: Database;
  db: Client;
}

interface Deferred {
  [effects]: (() => void)[];
}

/** A context whose `db` is one open transaction. */
export type Tx<Context extends Base = Base> = Context & Deferred;

/** The same on the hot path: statements alone. */
export type RawTx<Context extends Base = Base> = Omit<Context, 'db'> & { db: RawClient } & Deferred;

const ATTEMPTS = 6;

/** Serialisation failure, deadlock, or SQLite's busy: the transaction did nothing and may run again. */
function worthRetrying(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2034') return true;
  const text = error instanceof Error ? error.message : '';
  return /SQLITE_BUSY|database is locked|could not serialize|deadlock detected|40001|40P01/.test(text);
}

/** A unique index refused the row: somebody else was first. */
export const isUniqueConflict = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';

async function attempt<Result>(begin: (deferred: (() => void)[]) => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    const deferred: (() => void)[] = [];
    try {
      const result = await begin(deferred);
      for (const effect of deferred) effect();
      return result;
    } catch (error) {
      if (tries === ATTEMPTS || !worthRetrying(error)) throw error;
      await sleep(2 ** tries * 5 * Math.random());
    }
  }
}

/**
 * Runs `work` in one transaction and, once it is committed, what `afterTx` put off. `work` may run more than once, so it does
 * nothing but talk to the database.
 */
export function inTx<Context extends Base, Result>(context: Context, work: (tx: Tx<Context>) => Promise<Result>): Promise<Result> {
  return attempt((deferred) => context.database.transaction((db) => work({ ...context, db, [effects]: deferred })));
}

/** The same without Prisma, for the few transactions that every LLM call waits for. */
export function inRawTx<Context extends Base, Result>(context: Context, work: (tx: RawTx<Context>) => Promise<Result>): Promise<Result> {
  return attempt((deferred) => context.database.rawTransaction((db) => work({ ...context, db, [effects]: deferred })));
}

/** Does something outside the database only if and when the transaction is committed. */
export function afterTx(tx: Deferred, effect: () => void): void {
  tx[effects].push(effect);
}
