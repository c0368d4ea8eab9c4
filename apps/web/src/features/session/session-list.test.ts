import type { Session } from '@open-ace/contracts/session';
import { describe, expect, test } from 'vitest';
import { groupSessions, placeSession, recentFolders, sessionsOf } from './session-list.ts';

const now = new Date(2026, 10, 22, 9).getTime();
const hoursAgo = (hours: number) => new Date(now - hours * 3_600_000).toISOString();

const session = (id: string, hours: number, change: Partial<Session> = {}): Session => ({
  id,
  title: id,
  tool: 'claude-code',
  toolVersion: '2.1.330',
  machine: { id: 'm1', name: 'gpu-01' },
  owner: { id: 'u1', displayName: 'Ada' },
  cwd: `/work/${id}`,
  gitRemote: '',
  gitBranch: '',
  model: '',
  permissionMode: 'ask',
  status: 'idle',
  tags: [],
  forkedFromId: null,
  pausedAt: null,
  trimmedAt: null,
  error: null,
  usage: { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, requests: 0, costUsd: null },
  createdAt: hoursAgo(hours),
  lastActivityAt: hoursAgo(hours),
  endedAt: null,
  ...change,
});
const keys = (sessions: Session[]) => groupSessions(sessions, now).map(({ key, sessions: found }) => [key, ...found.map(({ id }) => id)]);

test('who needs somebody comes first, the others by day from the newest on', () => {
  expect(
    keys([session('old', 100), session('b', 2), session('a', 1), session('y', 12), session('waits', 50, { status: 'needs_you' })]),
  ).toEqual([
    ['needs_you', 'waits'],
    ['today', 'a', 'b'],
    ['yesterday', 'y'],
    ['earlier', 'old'],
  ]);
});

test('a group that has nobody is left out', () => {
  expect(keys([])).toEqual([]);
});

describe('a session that changed', () => {
  const pages = [
    { items: [session('a', 1), session('b', 2)], nextCursor: 'b' },
    { items: [session('c', 3)], nextCursor: 'c' },
  ];
  const ids = (changed: { items: Session[] }[]) => changed.map(({ items }) => items.map(({ id, status }) => `${id}:${status}`));

  test('stands where it stood', () => {
    expect(ids(placeSession(pages, session('c', 3, { status: 'running' }), true))).toEqual([['a:idle', 'b:idle'], ['c:running']]);
  });

  test('and was not there is new, unless it belongs to what is not loaded or the list is a search', () => {
    expect(ids(placeSession(pages, session('n', 0), true))[0]).toEqual(['n:idle', 'a:idle', 'b:idle']);
    expect(placeSession(pages, session('z', 99), true)).toBe(pages);
    expect(placeSession(pages, session('n', 0), false)).toBe(pages);
    expect(ids(placeSession([{ items: [], nextCursor: null }], session('n', 9), true))).toEqual([['n:idle']]);
  });

  test('is listed once though it moved from page to page', () => {
    expect(sessionsOf([...pages, { items: [session('a', 1)], nextCursor: null }]).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });
});

test('recent folders are those of the machine, each once, the newest first', () => {
  const sessions = [
    session('a', 3, { cwd: '~/x' }),
    session('b', 1, { cwd: '~/y' }),
    session('c', 2, { cwd: '~/x' }),
    session('d', 0, { machine: { id: 'm2', name: 'other' } }),
    session('e', 0, { cwd: '~/mistyped', status: 'error', toolVersion: '' }),
  ];
  expect(recentFolders(sessions, 'm1')).toEqual(['~/y', '~/x']);
});
