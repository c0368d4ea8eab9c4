import type { Client, Config, Transaction, TransactionMode } from '@libsql/client';
import { PrismaLibSql } from '@prisma/adapter-libsql';

const beginnings: Record<TransactionMode, string> = { write: 'BEGIN IMMEDIATE', read: 'BEGIN', deferred: 'BEGIN DEFERRED' };

/**
 * Prisma's adapter for libSQL with one connection for all transactions. libSQL's own client opens another one for each and leaves it to
 * the garbage collector, which does not see the megabyte that it holds outside of the heap: a busy server grew by 100 MB a second.
 */
export class OneConnection extends PrismaLibSql {
  override createClient(config: Config): Client {
    const client = super.createClient(config);
    return Object.assign(client, {
      async transaction(mode: TransactionMode = 'write') {
        await client.execute(beginnings[mode]);
        return transactionOn(client);
      },
    });
  }
}

/** The transaction that was just begun. The adapter lets nobody else use the client until it has ended. */
function transactionOn(client: Client): Transaction {
  let isOpen = true;
  const rollback = async () => {
    if (!isOpen) return;
    isOpen = false;
    // After some errors SQLite has done it already.
    await client.execute('ROLLBACK').catch(() => undefined);
  };
  return {
    execute: (statement: Parameters<Transaction['execute']>[0]) => client.execute(statement),
    async batch(statements) {
      const results = [];
      for (const statement of statements) results.push(await client.execute(statement));
      return results;
    },
    executeMultiple: (sql) => client.executeMultiple(sql),
    async commit() {
      try {
        await client.execute('COMMIT');
        isOpen = false;
      } catch (error) {
        await rollback();
        throw error;
      }
    },
    rollback,
    close() {
      void rollback();
    },
    get closed() {
      return !isOpen;
    },
  };
}
