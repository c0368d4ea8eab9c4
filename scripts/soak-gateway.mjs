/*
 * Random calls through every LLM door while clients leave, the provider fails and the server is killed; then the ledger is compared with
 * the provider's own account.
 * `npm run soak:gateway -- --calls 100000 --database postgresql --seed 7`
 */
import { parseArgs } from 'node:util';
import { allowTypeScript } from './test/typescript.mjs';

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '20000' },
    kills: { type: 'string', default: '20' },
    database: { type: 'string', default: 'sqlite' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
  },
});
const [calls, kills, seed] = [values.calls, values.kills, values.seed].map(Number);
if (![calls, kills, seed].every(Number.isInteger) || !['sqlite', 'postgresql'].includes(values.database)) {
  throw new Error('Say --calls, --kills and --seed in whole numbers, and --database sqlite or postgresql.');
}

allowTypeScript();
// By address: what it loads is checked with the server's settings, not with those of these scripts.
const load = (/** @type {string} */ path) => import(new URL(path, import.meta.url).href);
const { startPostgres } = await load('../packages/testkit/src/postgres.ts');
const { emptyDatabase } = await load('../apps/server/test/soak/database.ts');
const { runSoak } = await load('../apps/server/test/soak/run.ts');

const postgres = values.database === 'postgresql' ? await startPostgres() : null;
const database = await emptyDatabase(postgres?.url ?? null);
console.log(`${calls} calls and ${kills} kills on ${values.database}, seed ${seed}`);
try {
  const { problems, figures, seconds } = await runSoak({ databaseUrl: database.url, calls, kills, seed, onProgress: console.log });
  console.log(JSON.stringify(figures, null, 2));
  for (const problem of problems.slice(0, 20)) console.error(problem);
  const rate = (calls / seconds).toFixed(0);
  console.log(
    `${problems.length === 0 ? 'The books agree' : `${problems.length} PROBLEMS`}: ${seconds.toFixed(0)} s, ${rate} calls a second.`,
  );
  if (problems.length > 0) process.exitCode = 1;
} finally {
  await database.drop();
  await postgres?.stop();
}
