import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase, dropDatabase } from '@open-ace/testkit/postgres';
import { newId } from '../../src/platform/ids.ts';

export interface SoakDatabase {
  url: string;
  drop(): Promise<void>;
}

/** An empty database; the server migrates it. `postgresUrl` is that of a server's maintenance database, null for SQLite. */
export async function emptyDatabase(postgresUrl: string | null): Promise<SoakDatabase> {
  if (postgresUrl === null) {
    const folder = mkdtempSync(join(tmpdir(), 'open-ace-soak-'));
    return { url: `file:${join(folder, 'ace.db')}`, drop: async () => rmSync(folder, { recursive: true, force: true }) };
  }
  const name = `soak_${newId().replaceAll('-', '')}`;
  return { url: await createDatabase(postgresUrl, name), drop: () => dropDatabase(postgresUrl, name) };
}
