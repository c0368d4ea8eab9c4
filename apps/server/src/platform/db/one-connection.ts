import type { Client, Config, InStatement, ResultSet, Transaction } from '@libsql/client';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import type Sqlite from 'libsql';
import { SqliteConnection } from './sqlite-connection.ts';

/**
 * Prisma's adapter for libSQL over one connection with prepared statements. libSQL's own client opens another connection for each
 * transaction and leaves it to the garbage collector, which does not see the megabyte that it holds outside of the heap: a busy server
 * grew by 100 MB a second. And it prepares every statement anew, and describes every value of every row as a property.
 */
export class OneConnection extends PrismaLibSql {
  readonly #timeout: number;

  constructor(url: string, timeout: number) {
    super({ url });
    this.#timeout = timeout;
  }

  override createClient({ url }: Config): Client {
    const connection = new SqliteConnection(url.replace(/^file:/, ''), this.#timeout, prepared);
    const client: Used = {
      execute: async (statement) => connection.prepare(sqlOf(statement))(argumentsOf(statement)),
      executeMultiple: async (sql) => connection.exec(sql),
      // The adapter lets nobody else use the client until it has ended.
      async transaction() {
        connection.exec('BEGIN');
        return transactionOn(connection) as Transaction;
      },
      close: () => connection.close(),
    };
    return client as Client;
  }
}

/** What the adapter uses of a client. */
type Used = Pick<Client, 'executeMultiple' | 'close'> & {
  execute(statement: InStatement): Promise<ResultSet>;
  transaction(): Promise<Transaction>;
};

type Run = (values: unknown[]) => ResultSet;

function transactionOn(connection: SqliteConnection<Run>): Pick<Transaction, 'execute' | 'commit' | 'rollback'> {
  let isOpen = true;
  const rollback = async () => {
    if (!isOpen) return;
    isOpen = false;
    try {
      connection.exec('ROLLBACK');
    } catch {
      // After some errors SQLite has done it already.
    }
  };
  return {
    execute: async (statement: InStatement) => connection.prepare(sqlOf(statement))(argumentsOf(statement)),
    rollback,
    async commit() {
      try {
        connection.exec('COMMIT');
        isOpen = false;
      } catch (error) {
        await rollback();
        throw error;
      }
    },
  };
}

const sqlOf = (statement: InStatement): string => (typeof statement === 'string' ? statement : statement.sql);

const argumentsOf = (statement: InStatement): unknown[] =>
  typeof statement === 'string' ? [] : (statement.args as unknown[]).map((value) => (typeof value === 'boolean' ? Number(value) : value));

/** A statement that is ready to be run. Rows are lists of values, which is all that the adapter looks at. */
function prepared(statement: Sqlite.Statement<[unknown[]]>): Run {
  statement.safeIntegers(true);
  if (!answersRows(statement)) return (values) => result({ rowsAffected: statement.run(values).changes });
  const described = statement.columns();
  const columns = described.map(({ name }) => name);
  const columnTypes = described.map(({ type }) => type ?? '');
  return (values) => {
    const rows = statement.all(values) as unknown[][];
    for (const row of rows)
      for (const [at, value] of row.entries()) if (typeof value === 'bigint' || value instanceof Uint8Array) row[at] = inJavaScript(value);
    return result({ columns, columnTypes, rows: rows as unknown as ResultSet['rows'] });
  };
}

function answersRows(statement: Sqlite.Statement<[unknown[]]>): boolean {
  try {
    statement.raw(true);
    return true;
  } catch {
    // It says so in no other way.
    return false;
  }
}

const result = (known: Partial<ResultSet>) =>
  ({ columns: [], columnTypes: [], rows: [], rowsAffected: 0, lastInsertRowid: undefined, ...known }) as unknown as ResultSet;

/** Integers as numbers where they are safe, bytes as the adapter wants them. */
function inJavaScript(value: bigint | Uint8Array): unknown {
  if (typeof value !== 'bigint') return value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength);
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
