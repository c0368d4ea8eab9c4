import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, median, root, row, temporaryFolder } from './lib.mjs';

async function untilHealthy(args, env) {
  const port = await freePort();
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env, PORT: String(port) }, stdio: 'ignore' });
  try {
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined);
      if (answer?.ok) return;
      if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}.`);
      await sleep(5);
    }
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}

const main = join(root, 'apps/server/dist/main.js');
if (!existsSync(main)) throw new Error('Build first: npm run build');
const bare = ['-e', "require('node:http').createServer((_, res) => res.end('{}')).listen(Number(process.env.PORT), '127.0.0.1')"];
const reference = await median(5, () => untilHealthy(bare, {}));
row(
  'start-up: empty data folder to /health',
  await median(3, () => untilHealthy([main], { OPENACE_DATA_DIR: temporaryFolder(), OPENACE_LOG_LEVEL: 'silent' })),
  reference,
  'ms',
  'bare Node http server',
);
const warm = { OPENACE_DATA_DIR: temporaryFolder(), OPENACE_LOG_LEVEL: 'silent' };
await untilHealthy([main], warm);
row('start-up: known data folder to /health', await median(5, () => untilHealthy([main], warm)), reference, 'ms', 'bare Node http server');
