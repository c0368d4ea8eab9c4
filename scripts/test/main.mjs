import { Failure } from '../setup/failure.mjs';
import { createTerminal } from '../start/terminal.mjs';
import { endRunningCommand } from './command.mjs';
import { select } from './selection.mjs';
import { prepareSlowClis, prepareTests } from './set-up.mjs';
import {
  browserJourneys,
  build,
  checks,
  fakeProvider,
  playwright,
  realClis,
  setUpItself,
  slowClis,
  unitAndDatabases,
  vitest,
} from './steps.mjs';
import { add, closingLine, nothing, stepLine } from './tally.mjs';

const terminal = createTerminal();

/** `npm test`: everything, or what its arguments name. */
export function main(args) {
  const pattern = args.join(' ');
  const steps = () =>
    pattern ? selectedSteps(pattern) : [...checks, unitAndDatabases, fakeProvider, realClis, browserJourneys, setUpItself];
  return runAll({ prepare: prepareTests, steps });
}

/** `npm run test:clis`: the CLIs that are too slow for every run, or those that its arguments name. */
export function testSlowClis(tools) {
  const steps = () => [build, ...slowClis.filter(({ tool }) => tools.length === 0 || tools.includes(tool))];
  return runAll({ prepare: prepareSlowClis, steps });
}

async function runAll({ prepare, steps }) {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
      stopping.abort();
      endRunningCommand();
      process.exit(130);
    });
  }
  const outcomes = await runSteps(() => prepare({ env: process.env, signal: stopping.signal }), steps);
  const total = outcomes.map(({ tally }) => tally).reduce(add, nothing);
  terminal.line();
  for (const { title, tally, seconds } of outcomes) terminal.line(`${title.padEnd(34)} ${seconds.padStart(8)}   ${stepLine(tally)}`);
  console.log(`\n${closingLine(total)}`);
  process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
}

async function runSteps(prepare, steps) {
  const outcomes = [];
  /** Runs one step to its end, whatever that is, and remembers it. */
  const run = async (step) => {
    const outcome = await runStep(step);
    outcomes.push(outcome);
    return outcome.tally.failed === 0;
  };

  const ready = await run({ title: 'Set-up', budgetMinutes: 5, run: () => succeeds(prepare) });
  if (!ready) return outcomes;
  for (const step of steps()) await run(step);
  return outcomes;
}

function selectedSteps(pattern) {
  const { files, name } = select(pattern);
  if (files.length === 0) terminal.line(`No test file and no test is called "${pattern}".`);
  return [vitest(files, name), playwright(files, name)].filter(Boolean);
}

async function succeeds(prepare) {
  try {
    await prepare();
    return nothing;
  } catch (error) {
    terminal.failure(error instanceof Failure ? error : new Failure(error.message));
    return { ...nothing, failed: 1 };
  }
}

async function runStep({ title, budgetMinutes, run }) {
  console.log(`\n== ${title}`);
  const started = Date.now();
  const tally = await run();
  const elapsed = (Date.now() - started) / 1000;
  const seconds = `${elapsed.toFixed(1)} s`;
  const late = elapsed > budgetMinutes * 60 ? `, over its budget of ${budgetMinutes} min` : '';
  console.log(`== ${title}: ${tally.failed === 0 ? 'passed' : 'FAILED'} in ${seconds}${late}`);
  return { title, tally, seconds };
}
