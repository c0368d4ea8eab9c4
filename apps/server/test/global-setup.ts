import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createDatabase, startPostgres } from '@open-ace/testkit/postgres';
import type { TestProject } from 'vitest/node';
import { migrate } from '../src/platform/db/migrate.ts';

export const migrations = fileURLToPath(new URL('../../../prisma', import.meta.url));

declare module 'vitest' {
  interface ProvidedContext {
    /** A migrated database to copy: a file's path, or the URL of a PostgreSQL template. */
    template: string;
  }
}

let tidy: () => Promise<void> | void = () => {};

/** One migrated template; every test file works on a copy of its own. */
export async function setup(project: TestProject): Promise<void> {
  if (project.config.env.OPENACE_TEST_DATABASE === 'postgresql') {
    const postgres = await startPostgres();
    tidy = () => postgres.stop();
    const url = await createDatabase(postgres.url, 'ace_template');
    await migrate({ provider: 'postgresql', databaseUrl: url }, migrations);
    project.provide('template', url);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'open-ace-template-'));
  tidy = () => rmSync(folder, { recursive: true, force: true });
  const path = join(folder, 'ace.db');
  await migrate({ provider: 'sqlite', databaseUrl: `file:${path}` }, migrations);
  project.provide('template', path);
}

export const teardown = () => tidy();
