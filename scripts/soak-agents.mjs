/*
 * Many agents at one server, with commands and session events flowing, and a restart of the server in the middle.
 * `npm run soak:agents -- --agents 1000 --seconds 60 --database postgresql`
 */
import { parseArgs } from 'node:util';
import { allowTypeScript } from './test/typescript.mjs';

const { values } = parseArgs({
  options: {
    agents: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '60' },
    database: { type: 'string', default: 'sqlite' },
  },
});
const [agents, seconds] = [values.agents, values.seconds].map(Number);
if (![agents, seconds].every(Number.isInteger) || !['sqlite', 'postgresql'].includes(values.database)) {
  throw new Error('Say --agents and --seconds in whole numbers, and --database sqlite or postgresql.');
}

allowTypeScript();
const load = (/** @type {string} */ path) => import(new URL(path, import.meta.url).href);
const { startPostgres } = await load('../packages/testkit/src/postgres.ts');
const { emptyDatabase } = await load('../apps/server/test/soak/database.ts');
const { soakAgents } = await load('../e2e/soak/agents.ts');

const postgres = values.database === 'postgresql' ? await startPostgres() : null;
const database = await emptyDatabase(postgres?.url ?? null);
console.log(`${agents} agents, twice ${seconds} s, on ${values.database}`);
try {
  const flow = { commandsASecond: 100, eventsASecond: 20 };
  const { problems, figures } = await soakAgents({ databaseUrl: database.url, agents, seconds, ...flow, onProgress: console.log });
  console.log(JSON.stringify(figures, null, 2));
  for (const problem of problems) console.error(problem);
  console.log(problems.length === 0 ? 'All is well.' : `${problems.length} PROBLEMS`);
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  await database.drop();
  await postgres?.stop();
}
// What the agents' libraries still hold must not keep it.
process.exit();
