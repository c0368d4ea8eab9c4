import type { ProviderKey } from '@open-ace/contracts/provider-key';
import { expect, test } from 'vitest';
import { viewKeys } from './key-filters.ts';

const key = (name: string, parts: Partial<ProviderKey>): ProviderKey => ({
  id: name,
  provider: 'anthropic',
  name,
  baseUrl: 'https://api.anthropic.com',
  lastFour: 'abcd',
  enabled: true,
  createdAt: '2026-11-01T00:00:00.000Z',
  lastUsedAt: null,
  priority: 1,
  weight: 1,
  models: [],
  machineIds: [],
  tools: [],
  speaksResponses: true,
  attribution: false,
  health: { state: 'ok', failingSince: null, coolingUntil: null, lastFailure: null },
  test: null,
  ...parts,
});

const tested = (outcome: 'ok' | 'failed') => ({ at: '2026-11-01T00:00:00.000Z', outcome, message: '' });
const keys = [key('a', {}), key('b', { test: tested('ok') }), key('c', { provider: 'openai', test: tested('failed') })];
const names = (view: Parameters<typeof viewKeys>[1]) => viewKeys(keys, view).map(({ name }) => name);

test('keys are told apart by provider and by how their last test ended', () => {
  expect(names({})).toEqual(['a', 'b', 'c']);
  expect(names({ provider: 'anthropic' })).toEqual(['a', 'b']);
  expect(names({ test: 'none' })).toEqual(['a']);
  expect(names({ provider: 'anthropic', test: 'failed' })).toEqual([]);
});
