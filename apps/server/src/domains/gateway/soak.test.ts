import { afterEach, expect, inject, test } from 'vitest';
import { emptyDatabase, type SoakDatabase } from '../../../test/soak/database.ts';
import { runSoak } from '../../../test/soak/run.ts';

let database: SoakDatabase | undefined;
afterEach(() => database?.drop());

const CALLS = 4000;
const KILLS = 20;

test(`${CALLS} random calls and ${KILLS} kills: the ledger is the provider's own account, token for token`, async () => {
  const template = inject('template');
  database = await emptyDatabase(template.startsWith('postgres') ? template.replace(/\/[^/]*$/, '/postgres') : null);
  const seed = Number(process.env.OPENACE_SOAK_SEED ?? Math.floor(Math.random() * 1e9));
  const { problems, figures } = await runSoak({ databaseUrl: database.url, calls: CALLS, kills: KILLS, seed });
  expect(problems.slice(0, 5), `Again with OPENACE_SOAK_SEED=${seed}`).toEqual([]);
  expect(figures).toMatchObject({ calls: CALLS, kills: KILLS });
  expect(figures.rows.settled).toBeGreaterThan(CALLS / 4);
}, 240_000);
