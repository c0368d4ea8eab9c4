import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { providers } from './heads.mjs';

const cwd = fileURLToPath(new URL('..', import.meta.url));
for (const provider of providers) {
  const run = spawnSync('prisma', ['generate', '--schema', `${provider}/schema.prisma`, '--no-hints'], {
    cwd,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    // `generate` never runs the schema engine, but the CLI would try to download it where none is named.
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
  });
  if (run.status !== 0) {
    console.error(run.stdout, run.stderr, run.error ?? '');
    process.exit(1);
  }
  console.log(`generated the ${provider} client`);
}
