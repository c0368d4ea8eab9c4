import type { WaitingRequest } from '@open-ace/contracts/session';
import { expect, test } from 'vitest';
import { bySession } from './waiting.ts';

const waiting = (sessionId: string, requestId: string): WaitingRequest => ({
  sessionId,
  title: sessionId,
  tool: 'codex',
  machine: { id: 'm', name: 'gpu-01' },
  cwd: '/work',
  requestId,
  toolName: 'Bash',
  subject: 'ls',
  effect: '',
  input: '{}',
  diff: '',
  rule: 'Bash(ls)',
  createdAt: '2026-11-20T10:00:00.000Z',
});

test('what waits stands by session, in the order in which it began to wait', () => {
  const groups = bySession([waiting('b', '1'), waiting('a', '2'), waiting('b', '3')]);
  expect(groups.map(({ sessionId, requests }) => [sessionId, requests.map(({ requestId }) => requestId)])).toEqual([
    ['b', ['1', '3']],
    ['a', ['2']],
  ]);
});

test('two sessions may name their requests alike', () => {
  const keys = bySession([waiting('a', '1'), waiting('b', '1')]).flatMap(({ requests }) => requests.map(({ key }) => key));
  expect(new Set(keys).size).toBe(2);
});
