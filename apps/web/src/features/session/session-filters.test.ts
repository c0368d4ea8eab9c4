import { ListSessions } from '@open-ace/contracts/session';
import { expect, test } from 'vitest';
import { queryOf } from './session-filters.ts';

const id = (last: number) => `01990000-0000-7000-8000-00000000000${last}`;

test('without a filter everybody’s sessions are asked for', () => {
  expect(queryOf({})).toEqual({ everyone: true });
});

test('those that go on are in any state but the two ends', () => {
  expect(queryOf({ status: 'open' }).status).toEqual(['starting', 'running', 'needs_you', 'idle', 'paused']);
  expect(queryOf({ status: 'error' }).status).toEqual(['error']);
});

test('the server takes what the filters mean', () => {
  const query = queryOf({ search: 'login', person: id(1), machine: id(2), tool: 'codex', status: 'open' });
  expect(ListSessions.parse(query)).toMatchObject({ search: 'login', userId: id(1), machineId: id(2), tool: 'codex', everyone: true });
});
