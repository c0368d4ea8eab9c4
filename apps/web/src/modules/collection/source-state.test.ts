import { expect, test } from 'vitest';
import { progressOf, sourceState } from './source-state.ts';

const now = Date.parse('2026-11-20T14:32:00Z');
const source = {
  tool: 'codex' as const,
  files: 3,
  bytesTotal: 100,
  bytesRead: 40,
  rows: 7,
  badLines: 0,
  cliVersion: '0.62.0',
  billing: 'subscription' as const,
  error: null,
  machine: { id: 'm', name: 'gpu-01' },
  readAt: '2026-11-20T14:00:00.000Z',
  updatedAt: '2026-11-20T14:31:30.000Z',
};

test('a source is being read while bytes are left and its agent still tells of it', () => {
  expect(sourceState(source, now)).toBe('reading');
  expect(sourceState({ ...source, updatedAt: '2026-11-20T14:00:00.000Z' }, now)).toBe('stopped');
  expect(sourceState({ ...source, bytesRead: 100 }, now)).toBe('done');
  expect(sourceState({ ...source, error: 'EACCES' }, now)).toBe('failed');
});

test('progress adds up what is being read, and counts what is not', () => {
  const sources = [
    source,
    { ...source, bytesTotal: 300, bytesRead: 0, rows: 0 },
    { ...source, bytesRead: 100, readAt: '2026-11-20T14:30:00.000Z' },
    { ...source, error: 'EACCES', readAt: null },
  ];
  expect(progressOf({ sources, lastRun: null }, now)).toEqual({
    reading: true,
    bytesRead: 40,
    bytesTotal: 400,
    rows: 7,
    troubled: 1,
    freshAt: '2026-11-20T14:31:30.000Z',
  });
  const finishedAt = '2026-11-20T14:31:45.000Z';
  const lastRun = { startedAt: finishedAt, finishedAt, outcome: 'succeeded' as const, note: '' };
  expect(progressOf({ sources, lastRun }, now).freshAt).toBe(finishedAt);
  expect(progressOf({ sources, lastRun: { ...lastRun, outcome: 'failed' } }, now).freshAt).not.toBe(finishedAt);
  expect(progressOf({ sources: [], lastRun }, now)).toMatchObject({ reading: false, freshAt: null, troubled: 0 });
});
