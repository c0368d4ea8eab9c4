import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@libsql/client';
import pg from 'pg';
import type { DatabaseSettings } from './client.ts';

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

/** Enough of a connection to migrate with: one session, inside a transaction that holds the lock. */
interface Session {
  applied(): Promise<{ migration_name: string; checksum: string; finished_at: unknown; rolled_back_at: unknown }[]>;
  run(sql: string): Promise<void>;
  record(migration: Migration): Promise<void>;
}

export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

function migrationsIn(folder: string): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

async function applyPending(session: Session, migrations: Migration[]): Promise<string[]> {
  const applied = await session.applied();
  const unfinished = applied.find((row) => row.finished_at === null && row.rolled_back_at === null);
  if (unfinished) throw new MigrationError(`Migration ${unfinished.migration_name} was begun and not finished. Restore a backup.`);
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const row of applied) {
    if (row.rolled_back_at !== null) continue;
    const migration = known.get(row.migration_name);
    if (!migration) throw new MigrationError(`The database was migrated by a newer version (${row.migration_name}). Start that version.`);
    if (migration.checksum !== row.checksum) throw new MigrationError(`Migration ${row.migration_name} is not the one that was applied.`);
  }
  const done = new Set(applied.filter((row) => row.rolled_back_at === null).map((row) => row.migration_name));
  const pending = migrations.filter(({ name }) => !done.has(name));
  for (const migration of pending) {
    await session.run(migration.sql);
    await session.record(migration);
  }
  return pending.map(({ name }) => name);
}

const recordSql = (mark: (n: number) => string) =>
  `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "started_at", "finished_at", "applied_steps_count") VALUES (${[1, 2, 3, 4, 4].map(mark).join(', ')}, 1)`;

/** Prisma's own table, so that its CLI agrees about what was applied. */
const tableSql = (time: string) => `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL, "finished_at" ${time}, "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT, "rolled_back_at" ${time}, "started_at" ${time} NOT NULL DEFAULT current_timestamp, "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`;

const appliedSql =
  'SELECT "migration_name", "checksum", "finished_at", "rolled_back_at" FROM "_prisma_migrations" ORDER BY "migration_name"';

const LOCK_WAIT = 60_000;

/** SQLite's own waiting blocks the thread, and with it a holder that lives in the same one: wait here instead. */
async function untilFree<Result>(take: () => Promise<Result>): Promise<Result> {
  const deadline = Date.now() + LOCK_WAIT;
  for (;;) {
    try {
      return await take();
    } catch (error) {
      if (!String(error).includes('SQLITE_BUSY') || Date.now() > deadline) throw error;
      await sleep(50);
    }
  }
}

async function migrateSqlite(url: string, migrations: Migration[]): Promise<string[]> {
  const client = createClient({ url });
  try {
    const tx = await untilFree(async () => {
      await client.execute('PRAGMA journal_mode = WAL');
      return client.transaction('write');
    });
    try {
      await tx.execute(tableSql('DATETIME'));
      const names = await applyPending(
        {
          applied: async () => (await tx.execute(appliedSql)).rows as unknown as Awaited<ReturnType<Session['applied']>>,
          run: (sql) => tx.executeMultiple(sql),
          record: async ({ name, checksum }) =>
            void (await tx.execute({ sql: recordSql((n) => `?${n}`), args: [randomUUID(), checksum, name, Date.now()] })),
        },
        migrations,
      );
      // Nothing was written: and libSQL keeps a statement that only read open, which a commit would trip over.
      if (names.length === 0) await tx.rollback();
      else await tx.commit();
      // Into the file itself, so that a copy of it is whole.
      await client.execute('PRAGMA wal_checkpoint(TRUNCATE)');
      return names;
    } finally {
      tx.close();
    }
  } finally {
    client.close();
  }
}

/** Any number that no one else takes: an advisory lock is per database. */
const LOCK = 4_210_001;

async function migratePostgresql(url: string, migrations: Migration[]): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    await client.query(tableSql('TIMESTAMPTZ'));
    const names = await applyPending(
      {
        applied: async () => (await client.query(appliedSql)).rows,
        run: async (sql) => void (await client.query(sql)),
        record: async ({ name, checksum }) =>
          void (await client.query(
            recordSql((n) => `$${n}`),
            [randomUUID(), checksum, name, new Date()],
          )),
      },
      migrations,
    );
    await client.query('COMMIT');
    return names;
  } finally {
    await client.end();
  }
}

/**
 * Applies what is missing of `<folder>/<provider>/migrations`, all or nothing, under a lock that other replicas wait for. Answers
 * the names of what it applied.
 */
export async function migrate(settings: Pick<DatabaseSettings, 'provider' | 'databaseUrl'>, folder: string): Promise<string[]> {
  const migrations = migrationsIn(join(folder, settings.provider, 'migrations'));
  const apply = settings.provider === 'sqlite' ? migrateSqlite : migratePostgresql;
  return apply(settings.databaseUrl, migrations);
}
