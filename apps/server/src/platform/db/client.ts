import { AsyncLocalStorage } from 'node:async_hooks';
import { PrismaClient as PostgresqlClient } from '@open-ace/prisma/postgresql';
import { type Prisma, PrismaClient as SqliteClient } from '@open-ace/prisma/sqlite';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { PrismaPg } from '@prisma/adapter-pg';

/** What a repository works with: the portable subset of both generated clients. */
export type Client = Prisma.TransactionClient;

export interface Database {
  provider: 'sqlite' | 'postgresql';
  /** Reads only; throws at once inside a transaction, where it would wait for the very transaction that waits for it. */
  reader: Client;
  /** Runs `work` in one transaction. Use `inTx`, which also retries and defers effects. */
  transaction<Result>(work: (tx: Client) => Promise<Result>): Promise<Result>;
  /** One statement that writes, a transaction by itself: for the hot path, where opening one around it costs more than the statement. */
  write(statement: Prisma.Sql): Promise<number>;
  close(): Promise<void>;
}

export interface DatabaseSettings {
  provider: 'sqlite' | 'postgresql';
  databaseUrl: string;
  DATABASE_POOL: number;
}

const insideTransaction = new AsyncLocalStorage<true>();
const readOperations = /^(find|count$|aggregate$|groupBy$|\$queryRaw)/;

/**
 * SQLite gets two clients on one file: a second writer of the same thread would block the event loop, and a reader that shares the
 * writer's connection would wait for every transaction.
 */
export function openDatabase(settings: DatabaseSettings): Database {
  const writer = connect(settings);
  const reading = settings.provider === 'sqlite' ? connect(settings) : writer;
  const reader = reading.$extends({
    query: {
      async $allOperations({ operation, args, query }) {
        if (insideTransaction.getStore()) throw new Error('Inside a transaction, use the transaction.');
        if (!readOperations.test(operation)) throw new Error(`"${operation}" writes: do it inside inTx.`);
        return query(args);
      },
    },
  });
  return {
    provider: settings.provider,
    reader: reader as unknown as Client,
    transaction: (
      work, // Awaited inside, since Prisma's promises start only when somebody waits for them.
    ) => writer.$transaction((tx) => insideTransaction.run(true, async () => await work(tx)), { maxWait: 30_000, timeout: 30_000 }),
    async write(statement) {
      if (insideTransaction.getStore()) throw new Error('Inside a transaction, use the transaction.');
      return writer.$executeRaw(statement);
    },
    async close() {
      await writer.$disconnect();
      if (reading !== writer) await reading.$disconnect();
    },
  };
}

function connect({ provider, databaseUrl, DATABASE_POOL }: DatabaseSettings): SqliteClient {
  if (provider === 'sqlite')
    return new SqliteClient({ adapter: new PrismaLibSql({ url: databaseUrl, timeout: 5000 }), errorFormat: 'minimal' });
  const client = new PostgresqlClient({
    adapter: new PrismaPg({ connectionString: databaseUrl, max: DATABASE_POOL }),
    errorFormat: 'minimal',
  });
  return client as unknown as SqliteClient;
}
