/*
 * `pnpm --filter @open-ace/prisma migration <name>`: writes both heads anew from the models and the SQL that leads from the old
 * head to the new one, for each provider. No database is needed, since a head is by definition where its migrations end (a test
 * holds them to that).
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { diff } from './engine.mjs';
import { headFile, headOf, providers } from './heads.mjs';

const name = process.argv[2];
if (!name || !/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error('Name the migration in snake_case: pnpm --filter @open-ace/prisma migration add_team');
  process.exit(1);
}
const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
for (const provider of providers) {
  const head = headFile(provider);
  const next = headOf(provider);
  const before = existsSync(head) ? readFileSync(head, 'utf8') : undefined;
  const sql = await diff(provider, before ? { models: before } : { empty: true }, { models: next });
  writeFileSync(head, next);
  if (!sql) {
    console.log(`${provider}: nothing to migrate`);
    continue;
  }
  const folder = new URL(`../${provider}/migrations/${stamp}_${name}/`, import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL('migration.sql', folder), `${sql}\n`);
  console.log(`${provider}: ${stamp}_${name}`);
}
