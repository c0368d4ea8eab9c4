import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { currentCommit, toolEnvironment } from '../setup/build.mjs';
import { cacheFolder, packageManager, root } from '../setup/paths.mjs';
import { runCommand } from './command.mjs';
import { isJourney } from './selection.mjs';
import { playwrightTally, tallyOf, tapTally, vitestTally } from './tally.mjs';

const onTerminal = process.stdout.isTTY;
const env = {
  ...toolEnvironment(process.env),
  OPENACE_COMMIT: process.env.OPENACE_COMMIT ?? currentCommit(),
  ...(onTerminal ? {} : { NO_COLOR: '1' }),
};
const program = (name) => join(root, 'node_modules/.bin', name);
const turbo = (task) => ['npx', '--yes', packageManager(), 'exec', 'turbo', 'run', task, '--output-logs=errors-only', '--continue'];

export const build = check('Build', turbo('build'));
/** Each counts as one, passed when all its commands succeed. */
export const checks = [
  check('Format and lint', [program('biome'), 'ci', '--error-on-warnings', ...(onTerminal ? [] : ['--colors=off']), '.']),
  check('Types', turbo('typecheck'), [program('tsc'), '-p', 'scripts'], [program('tsc'), '-p', 'e2e']),
  check('Boundaries', [program('depcruise'), '--config', '.dependency-cruiser.mjs', 'apps', 'packages']),
  check('Dead code', [program('knip')]),
  build,
];

export const unitAndDatabases = vitestStep('Unit tests, both databases', {
  budgetMinutes: 15,
  projects: ['unit', 'server-sqlite', 'server-postgresql'],
});
export const fakeProvider = nodeTestStep(
  'Fake LLM provider',
  ['account', 'embeddings', 'gemini', 'length', 'misbehaviour', 'server'].map((name) => `packages/testkit/fake-llm/${name}.test.mjs`),
);
export const realClis = vitestStep('Real CLIs', { budgetMinutes: 15, projects: ['clis'] });
/** What is asked of the CLIs above, asked of those that take minutes for it: a step each. */
export const slowClis = ['openclaw', 'opencode', 'gemini'].map((tool) => ({
  tool,
  ...vitestStep(`Slow CLIs, ${tool}`, { budgetMinutes: 20, projects: [`slow-${tool}`] }),
}));
export const browserJourneys = playwrightStep('Browser journeys', []);
export const setUpItself = vitestStep('Set-up on an empty machine', { budgetMinutes: 6, projects: ['set-up'] });

/** The selected files and names that Vitest runs, or nothing. */
export function vitest(files, name) {
  const own = files.filter((file) => !isJourney(file));
  if (own.length === 0) return undefined;
  return vitestStep('Selected tests', { budgetMinutes: 10, projects: ['!slow-*'], args: [...own, ...(name ? ['-t', escaped(name)] : [])] });
}

export function playwright(files, name) {
  const own = files.filter(isJourney);
  if (own.length === 0) return undefined;
  return playwrightStep('Selected journeys', [...own.map(escaped), ...(name ? ['--grep', escaped(name)] : [])]);
}

function check(title, ...commands) {
  return {
    title,
    budgetMinutes: 5,
    async run() {
      let failed = 0;
      for (const [command, ...args] of commands) {
        if (!(await runCommand(command, args, { env, budgetMinutes: 5 }))) failed = 1;
      }
      return { passed: 1 - failed, failed, skipped: 0 };
    },
  };
}

/**
 * @param {string} title
 * @param {{ budgetMinutes: number, projects?: string[], args?: string[] }} options
 */
function vitestStep(title, { budgetMinutes, projects = [], args = [] }) {
  return {
    title,
    budgetMinutes,
    async run() {
      const report = freshReport(title);
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
      const chosen = projects.flatMap((project) => ['--project', project]);
      const succeeded = await runCommand(program('vitest'), ['run', ...chosen, ...reporters, ...args], { env, budgetMinutes });
      return tallyOf(vitestTally, report, succeeded);
    },
  };
}

function playwrightStep(title, args) {
  return {
    title,
    budgetMinutes: 10,
    async run() {
      const report = freshReport(title);
      const command = [join(root, 'e2e/node_modules/@playwright/test/cli.js'), 'test', '--config', 'e2e/playwright.config.ts'];
      const succeeded = await runCommand(process.execPath, [...command, '--reporter=list,json', ...args], {
        env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
        budgetMinutes: 10,
      });
      return tallyOf(playwrightTally, report, succeeded);
    },
  };
}

/** What the CLIs' tests rest on needs no runner but Node itself. */
function nodeTestStep(title, files) {
  return {
    title,
    budgetMinutes: 1,
    async run() {
      const report = freshReport(title);
      const reporters = ['spec', 'tap'].flatMap((name, at) => [
        `--test-reporter=${name}`,
        `--test-reporter-destination=${['stdout', report][at]}`,
      ]);
      const succeeded = await runCommand(process.execPath, ['--test', ...reporters, ...files], { env, budgetMinutes: 1 });
      return tallyOf(tapTally, report, succeeded);
    },
  };
}

function freshReport(title) {
  const report = join(cacheFolder, 'reports', `${title.replaceAll(/\W+/g, '-').toLowerCase()}.json`);
  if (existsSync(report)) rmSync(report);
  mkdirSync(dirname(report), { recursive: true });
  return report;
}

function escaped(text) {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
