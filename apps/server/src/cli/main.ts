import { fileURLToPath } from 'node:url';
import { rotateKeys } from '#domains/provider-key';
import { differenceLine, verifyUsage } from '#domains/usage';
import { build } from '#platform/build';
import { ConfigError, describeConfig, loadConfig } from '#platform/config';
import { prepareDataFolder } from '#platform/data-folder';
import { MigrationError, migrate } from '#platform/db/migrate';
import { createLogger } from '#platform/logger';
import { createDeps } from '../serve.ts';
import { DEMO_PASSWORD, seedDemo } from './demo/seed.ts';

const migrations = fileURLToPath(new URL('./prisma', import.meta.url));

interface Command {
  about: string;
  run(args: string[]): Promise<void> | void;
}

const commands: Record<string, Command> = {
  serve: { about: 'Start the server in the foreground.', run: () => import('../main.ts').then(() => {}) },
  config: {
    about: 'Print every setting with its value and meaning; secrets are masked.',
    run() {
      for (const { name, value, about } of describeConfig(loadConfig())) console.log(`${name}=${value}\n    ${about}`);
    },
  },
  migrate: {
    about: 'Bring the database up to date and stop.',
    async run() {
      const config = loadConfig();
      prepareDataFolder(config.OPENACE_DATA_DIR);
      const applied = await migrate(config, migrations);
      console.log(applied.length > 0 ? `Applied ${applied.join(', ')}.` : 'The database is up to date.');
    },
  },
  'rotate-keys': {
    about: 'Seal every provider key anew under a new secret, and forget the old one.',
    async run() {
      const config = loadConfig();
      const deps = createDeps(config, createLogger('warn'));
      try {
        console.log(await rotateKeys(deps));
      } finally {
        await deps.database.close();
      }
    },
  },
  'verify-usage': {
    about: 'Add the whole ledger up anew and name every kept sum that is not that of its rows; nothing is changed.',
    async run() {
      const deps = createDeps(loadConfig(), createLogger('warn'));
      try {
        const { tenants, differences } = await verifyUsage(deps);
        for (const each of differences) console.log(differenceLine(each));
        if (differences.length > 0) process.exitCode = 1;
        else console.log(`The sums of ${tenants === 1 ? 'the tenant' : `${tenants} tenants`} are those of their rows.`);
      } finally {
        await deps.database.close();
      }
    },
  },
  'demo-seed': {
    about: 'Fill an empty database with ninety days of an invented team.',
    async run() {
      const config = loadConfig();
      prepareDataFolder(config.OPENACE_DATA_DIR);
      await migrate(config, migrations);
      const deps = createDeps(config, createLogger('warn'));
      await seedDemo(deps, (line) => console.log(line));
      console.log(`Sign in as admin with ${DEMO_PASSWORD}`);
      await deps.database.close();
    },
  },
  version: { about: 'Print version and commit.', run: () => console.log(`${build.version} (${build.commit})`) },
};

function usage(): string {
  const lines = Object.entries(commands).map(([name, { about }]) => `  ${name.padEnd(12)} ${about}`);
  return `Usage: openace <command>\n\n${lines.join('\n')}`;
}

const [name = 'help', ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (!command) {
  console.log(usage());
  if (!['help', '--help', '-h'].includes(name)) process.exitCode = 2;
} else {
  try {
    await command.run(args);
  } catch (error) {
    console.error(error instanceof ConfigError || error instanceof MigrationError ? error.message : error);
    process.exitCode = 1;
  }
}
