import { AsyncLocalStorage } from 'node:async_hooks';
import { PrismaClient as PostgresqlClient } from '@open-ace/prisma/postgresql';
import { type Prisma, PrismaClient as SqliteClient } from '@open-ace/prisma/sqlite';
import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import { OneConnection } from './one-connection.ts';
import { openRawPostgres, openRawSqlite, type RawClient, type RawDatabase } from './raw.ts';

/** What a repository works with: the portable subset of both generated clients. */
export type Client = Prisma.TransactionClient;

export interface Database {
  provider: 'sqlite' | 'postgresql';
  /** Reads only; throws at once inside a transaction, where it would wait for the very transaction that waits for it. */
  reader: Client;
  /** Runs `work` in one transaction. Use `inTx`, which also retries and defers effects. */
  transaction<Result>(work: (tx: Client) => Promise<Result>): Promise<Result>;
  /** Reads by statements alone, for the hot path. */
  rawReader: RawDatabase['reader'];
  /** One statement that writes, a transaction by itself, for the hot path. */
  write(statement: Prisma.Sql): Promise<number>;
  /** Statements alone in one transaction, for the hot path. Use `inRawTx`. */
  rawTransaction<Result>(work: (raw: RawClient) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

export interface DatabaseSettings {
  provider: 'sqlite' | 'postgresql';
  databaseUrl: string;
  DATABASE_POOL: number;
}

const insideTransaction = new AsyncLocalStorage<true>();
const readOperations = /^(find|count$|aggregate$|groupBy$|\$queryRaw)/;

/** Writers of one thread take turns: one that waited for another's transaction inside SQLite would block the event loop for ever. */
function inTurn(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };
}

const BUSY_TIMEOUT = 5000;

interface Connections {
  writer: SqliteClient;
  reader: SqliteClient;
  raw: RawDatabase;
  exclusively<Result>(work: () => Promise<Result>): Promise<Result>;
}

/**
 * SQLite gets two clients on one file: a second writer of the same thread would block the event loop, and a reader that shares the
 * writer's connection would wait for every transaction. The raw connection writes too, in turn with the writer.
 */
function connect({ provider, databaseUrl, DATABASE_POOL }: DatabaseSettings): Connections {
  if (provider === 'sqlite') {
    const client = () => new SqliteClient({ adapter: new OneConnection(databaseUrl, BUSY_TIMEOUT), errorFormat: 'minimal' });
    const path = databaseUrl.replace(/^file:/, '');
    return { writer: client(), reader: client(), raw: openRawSqlite(path, BUSY_TIMEOUT), exclusively: inTurn() };
  }
  const pool = new Pool({ connectionString: databaseUrl, max: DATABASE_POOL });
  const adapter = new PrismaPg(pool, { disposeExternalPool: true });
  const client = new PostgresqlClient({ adapter, errorFormat: 'minimal' }) as unknown as SqliteClient;
  return { writer: client, reader: client, raw: openRawPostgres(pool), exclusively: (work) => work() };
}

export function openDatabase(settings: DatabaseSettings): Database {
  const { writer, reader: reading, raw, exclusively } = connect(settings);
  const reader = reading.$extends({
    query: {
      async $allOperations({ operation, args, query }) {
        if (insideTransaction.getStore()) throw new Error('Inside a transaction, use the transaction.');
        if (!readOperations.test(operation)) throw new Error(`"${operation}" writes: do it inside inTx.`);
        return query(args);
      },
    },
  });
  const outermost = <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (insideTransaction.getStore()) throw new Error('Inside a transaction, use the transaction.');
    return exclusively(work);
  };
  return {
    provider: settings.provider,
    reader: reader as unknown as Client,
    transaction: (work) =>
      outermost(() =>
        // Awaited inside, since Prisma's promises start only when somebody waits for them.
        writer.$transaction((tx) => insideTransaction.run(true, async () => await work(tx)), { maxWait: 30_000, timeout: 30_000 }),
      ),
    rawReader: raw.reader,
    write: (statement) => outermost(() => raw.write(statement)),
    rawTransaction: (work) => outermost(() => raw.transaction((client) => insideTransaction.run(true, () => work(client)))),
    async close() {
      await raw.close();
      await writer.$disconnect();
      if (reading !== writer) await reading.$disconnect();
    },
  };
}
