import { Failure } from '../setup/failure.mjs';
import { createTerminal } from '../start/terminal.mjs';
import { endRunningCommand } from './command.mjs';
import { select } from './selection.mjs';
import { prepareTests } from './set-up.mjs';
import { browserJourneys, checks, fakeProvider, playwright, realClis, setUpItself, unitAndDatabases, vitest } from './steps.mjs';
import { add, closingLine, nothing, stepLine } from './tally.mjs';

const terminal = createTerminal();

export async function main(args) {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
      stopping.abort();
      endRunningCommand();
      process.exit(130);
    });
  }
  const outcomes = await runSteps(args.join(' '), stopping.signal);
  const total = outcomes.map(({ tally }) => tally).reduce(add, nothing);
  terminal.line();
  for (const { title, tally, seconds } of outcomes) terminal.line(`${title.padEnd(34)} ${seconds.padStart(8)}   ${stepLine(tally)}`);
  console.log(`\n${closingLine(total)}`);
  process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
}

async function runSteps(pattern, signal) {
  const outcomes = [];
  /** Runs one step to its end, whatever that is, and remembers it. */
  const run = async (step) => {
    const outcome = await runStep(step);
    outcomes.push(outcome);
    return outcome.tally.failed === 0;
  };

  const ready = await run({ title: 'Set-up', budgetMinutes: 5, run: () => prepare(signal) });
  if (!ready) return outcomes;
  if (pattern) {
    for (const step of selectedSteps(pattern)) await run(step);
    return outcomes;
  }
  for (const step of [...checks, unitAndDatabases, fakeProvider, realClis, browserJourneys, setUpItself]) await run(step);
  return outcomes;
}

function selectedSteps(pattern) {
  const { files, name } = select(pattern);
  if (files.length === 0) terminal.line(`No test file and no test is called "${pattern}".`);
  return [vitest(files, name), playwright(files, name)].filter(Boolean);
}

async function prepare(signal) {
  try {
    await prepareTests({ env: process.env, signal });
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
