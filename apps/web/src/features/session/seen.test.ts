import { beforeEach, expect, test } from 'vitest';
import { isUnread, useSeen } from './seen.ts';

beforeEach(() => useSeen.setState({ seen: {} }));
const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 10, minute)).toISOString();
const session = (status: 'idle' | 'running', minute: number) => ({ id: 'a', status, lastActivityAt: at(minute) });

test('what came since one looked is unread, once the agent is done', () => {
  useSeen.getState().see('a', at(1));
  const { seen } = useSeen.getState();
  expect(isUnread(session('idle', 2), seen)).toBe(true);
  expect(isUnread(session('running', 2), seen)).toBe(false);
  expect(isUnread(session('idle', 1), seen)).toBe(false);
});

test('a session that was never looked at is not unread', () => {
  expect(isUnread(session('idle', 2), {})).toBe(false);
});

test('a mark does not go back', () => {
  useSeen.getState().see('a', at(2));
  useSeen.getState().see('a', at(1));
  expect(useSeen.getState().seen.a).toBe(at(2));
});

test('the oldest marks make room', () => {
  for (let minute = 0; minute < 250; minute++) useSeen.getState().see(`s${minute}`, at(minute));
  const { seen } = useSeen.getState();
  expect(Object.keys(seen)).toHaveLength(200);
  expect(seen.s249).toBe(at(249));
  expect(seen.s0).toBeUndefined();
});
