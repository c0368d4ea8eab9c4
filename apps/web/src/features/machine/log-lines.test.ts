import { expect, test } from 'vitest';
import { isEcho, readLogLine } from './log-lines.ts';

test('an entry is read with its level, time, words and the rest', () => {
  const line = '{"level":40,"time":"2026-11-20T14:00:00.000Z","path":"/usr/bin/codex","msg":"a CLI does not tell its version"}';
  expect(readLogLine(line)).toEqual({
    level: 'warn',
    time: '2026-11-20T14:00:00.000Z',
    message: 'a CLI does not tell its version',
    details: '{"path":"/usr/bin/codex"}',
  });
});

test.each([
  [10, 'debug'],
  [30, 'info'],
  [35, 'info'],
  [50, 'error'],
  [60, 'error'],
])('level %i is %s', (level, name) => {
  expect(readLogLine(JSON.stringify({ level, time: '2026-11-20T14:00:00.000Z', msg: '' })).level).toBe(name);
});

test.each(['Error: out of memory', '    at main.js:1', '{"level":"30"}', '{cut', '17'])('%s is shown as it is', (line) => {
  expect(readLogLine(line)).toEqual({ level: null, time: null, message: line, details: '' });
});

test('that the log itself was read is told apart from what else happened', () => {
  const command = (kind: string) =>
    readLogLine(JSON.stringify({ level: 30, time: '2026-11-20T14:00:00.000Z', kind, msg: 'command started' }));
  expect(isEcho(command('log.tail'))).toBe(true);
  expect(isEcho(command('tool.install'))).toBe(false);
});
