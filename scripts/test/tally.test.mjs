import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { add, closingLine, nothing, playwrightTally, stepLine, tallyOf, tapTally, vitestTally } from './tally.mjs';

let folder;
const report = () => join(folder, 'report.json');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'open-ace-tally-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const vitestReport = JSON.stringify({ numPassedTests: 7, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0 });

test('the closing line sums every runner', () => {
  const browser = playwrightTally(JSON.stringify({ stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 0 } }));
  const node = tapTally('ok 1 - a word\n# tests 4\n# pass 3\n# fail 0\n# cancelled 1\n# skipped 0\n# todo 0\n');
  const total = [vitestTally(vitestReport), browser, node].reduce(add);
  expect(closingLine(total)).toBe('13 passed, 3 failed');
  expect(stepLine(total)).toBe('13 passed, 3 failed, 1 skipped');
  expect(closingLine(nothing)).toBe('0 passed, 0 failed');
});

test('a runner that fails without a failed test is a failure', () => {
  writeFileSync(report(), vitestReport);
  expect(tallyOf(vitestTally, report(), true)).toEqual({ passed: 7, failed: 0, skipped: 1 });
  expect(tallyOf(vitestTally, report(), false)).toEqual({ passed: 7, failed: 1, skipped: 1 });
});

test('a runner that leaves no report is a failure', () => {
  expect(tallyOf(vitestTally, report(), false)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});
