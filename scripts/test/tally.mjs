import { existsSync, readFileSync } from 'node:fs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

export const nothing = { passed: 0, failed: 0, skipped: 0 };

export function add(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** The one line that a run ends with. */
export const closingLine = ({ passed, failed }) => `${passed} passed, ${failed} failed`;

/** The line of one step. */
export const stepLine = (tally) => closingLine(tally) + (tally.skipped ? `, ${tally.skipped} skipped` : '');

/** A runner that failed without a failed test (a file that does not load, a crash, a time-out) counts as one failure. */
export function tallyOf(read, report, succeeded) {
  const tally = existsSync(report) ? read(readFileSync(report, 'utf8')) : nothing;
  return succeeded || tally.failed > 0 ? tally : { ...tally, failed: 1 };
}

export function vitestTally(text) {
  const report = JSON.parse(text);
  return { passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests + report.numTodoTests };
}

/** A flaky test passed only when it was tried again, which is a failure here. */
export function playwrightTally(text) {
  const { stats } = JSON.parse(text);
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}

/** The summary that Node's own runner writes below its TAP. */
export function tapTally(text) {
  const count = (name) => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  return { passed: count('pass'), failed: count('fail') + count('cancelled'), skipped: count('skipped') + count('todo') };
}
