import { Prisma } from '@open-ace/prisma/sqlite';
import Sqlite from 'libsql';
import type { Pool, PoolClient } from 'pg';
import type { Client } from './client.ts';

/** The part of a client that runs statements as they are written. */
export type RawClient = Pick<Client, '$queryRaw' | '$executeRaw'>;

/** Writes without Prisma between, for the hot path: there, what it adds to a statement costs several times the statement. */
export interface RawDatabase {
  /** One statement, a transaction by itself. */
  write(statement: Prisma.Sql): Promise<number>;
  transaction<Result>(work: (raw: RawClient) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

interface Connection {
  run(statement: Prisma.Sql): Promise<number>;
  all(statement: Prisma.Sql): Promise<unknown[]>;
}

type Query = TemplateStringsArray | Prisma.Sql;

function clientOf(connection: Connection): RawClient {
  const statementOf = (query: Query, values: unknown[]) => ('sql' in query ? query : Prisma.sql(query, ...values));
  const client = {
    $executeRaw: (query: Query, ...values: unknown[]) => connection.run(statementOf(query, values)),
    $queryRaw: (query: Query, ...values: unknown[]) => connection.all(statementOf(query, values)),
  };
  return client as unknown as RawClient;
}

const MOST_PREPARED = 100;

/**
 * A second connection that writes: nobody may use it while another one has a transaction open, or both would wait in the one thread.
 * Commits are safe when this process is killed; the last ones may be lost with the machine's power, which with WAL harms nothing else.
 */
export function openRawSqlite(path: string, busyTimeout: number): RawDatabase {
  let opened: Sqlite.Database | undefined;
  const prepared = new Map<string, Sqlite.Statement<[unknown[]]>>();

  function open(): Sqlite.Database {
    const database = new Sqlite(path, { timeout: busyTimeout });
    database.exec('PRAGMA synchronous = NORMAL');
    // Pages that change again and again are written back once in 8000 (32 MB), not once in 1000.
    database.exec('PRAGMA wal_autocheckpoint = 8000');
    return database;
  }
  const database = () => (opened ??= open());
  const prepare = ({ sql }: Prisma.Sql) => {
    const statement = prepared.get(sql) ?? database().prepare<[unknown[]]>(sql);
    if (prepared.size >= MOST_PREPARED) prepared.clear();
    prepared.set(sql, statement);
    return statement;
  };

  const connection: Connection = {
    run: async (statement) => prepare(statement).run(statement.values).changes,
    all: async (statement) => prepare(statement).all(statement.values),
  };
  const client = clientOf(connection);
  return {
    write: connection.run,
    async transaction(work) {
      database().exec('BEGIN IMMEDIATE');
      try {
        const result = await work(client);
        database().exec('COMMIT');
        return result;
      } catch (error) {
        database().exec('ROLLBACK');
        throw error;
      }
    },
    async close() {
      prepared.clear();
      opened?.close();
    },
  };
}

const connectionOf = (client: Pool | PoolClient): Connection => ({
  run: async ({ text, values }) => (await client.query(text, values)).rowCount ?? 0,
  all: async ({ text, values }) => (await client.query(text, values)).rows,
});

export function openRawPostgres(pool: Pool): RawDatabase {
  return {
    write: connectionOf(pool).run,
    async transaction(work) {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        const result = await work(clientOf(connectionOf(client)));
        await client.query('COMMIT');
        client.release();
        return result;
      } catch (error) {
        // A connection whose transaction cannot be ended is of no use to anybody.
        await client.query('ROLLBACK').then(
          () => client.release(),
          (broken: Error) => client.release(broken),
        );
        throw error;
      }
    },
    close: async () => {},
  };
}
