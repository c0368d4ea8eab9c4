import { Prisma } from '@open-ace/prisma/sqlite';
import { type Pool, type PoolClient, types } from 'pg';
import type { Client } from './client.ts';
import { SqliteConnection } from './sqlite-connection.ts';

/** The part of a client that runs statements as they are written. */
export type RawClient = Pick<Client, '$queryRaw' | '$executeRaw'>;

/** A database without Prisma between, for the hot path: there, what it adds to a statement costs several times the statement. */
export interface RawDatabase {
  /** Sees what is committed. */
  reader: Pick<RawClient, '$queryRaw'>;
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

/** Dates as Prisma writes them: SQLite has none, and compares them as texts. */
const inSqlite = (values: unknown[]) => values.map((value) => (value instanceof Date ? value.toISOString().replace('Z', '+00:00') : value));

function sqliteConnection(path: string, busyTimeout: number) {
  const connection = new SqliteConnection(path, busyTimeout, (statement) => statement);
  return {
    run: async ({ sql, values }: Prisma.Sql) => connection.prepare(sql).run(inSqlite(values)).changes,
    all: async ({ sql, values }: Prisma.Sql) => connection.prepare(sql).all(inSqlite(values)),
    exec: (sql: string) => connection.exec(sql),
    close: () => connection.close(),
  };
}

/**
 * A second connection that writes: nobody may use it while another one has a transaction open, or both would wait in the one thread; and
 * one that reads beside it.
 */
export function openRawSqlite(path: string, busyTimeout: number): RawDatabase {
  const writing = sqliteConnection(path, busyTimeout);
  const reading = sqliteConnection(path, busyTimeout);
  const client = clientOf(writing);
  return {
    reader: clientOf(reading),
    write: writing.run,
    async transaction(work) {
      writing.exec('BEGIN IMMEDIATE');
      try {
        const result = await work(client);
        writing.exec('COMMIT');
        return result;
      } catch (error) {
        writing.exec('ROLLBACK');
        throw error;
      }
    },
    async close() {
      writing.close();
      reading.close();
    },
  };
}

/** A column without a time zone holds UTC, as Prisma has it; the driver takes it for the time of wherever the server stands. */
const utcTypes = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === types.builtins.TIMESTAMP && format !== 'binary') return (text: string) => new Date(`${text.replace(' ', 'T')}Z`);
    return types.getTypeParser(oid, format as 'text');
  },
} as typeof types;

const inPostgres = (values: unknown[]) => values.map((value) => (value instanceof Date ? value.toISOString() : value));

function connectionOf(client: Pool | PoolClient): Connection {
  const query = ({ text, values }: Prisma.Sql) => client.query({ text, values: inPostgres(values), types: utcTypes });
  return { run: async (statement) => (await query(statement)).rowCount ?? 0, all: async (statement) => (await query(statement)).rows };
}

export function openRawPostgres(pool: Pool): RawDatabase {
  const connection = connectionOf(pool);
  return {
    reader: clientOf(connection),
    write: connection.run,
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
