import type { CommandProgress } from '@open-ace/contracts/machine';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';

const kept = new Map<string, string>();
const storage = {
  getItem: (name: string) => kept.get(name) ?? null,
  setItem: (name: string, value: string) => void kept.set(name, value),
  removeItem: (name: string) => void kept.delete(name),
};

let module: typeof import('./installations.ts');
beforeAll(async () => {
  vi.stubGlobal('sessionStorage', storage);
  module = await import('./installations.ts');
});
beforeEach(() => module.useInstallations.setState({ byTool: {} }));

const state = () => module.useInstallations.getState();
const said = (status: CommandProgress['status']): CommandProgress => ({ status, progress: 'npm', error: null });
const key = 'machine codex';

test('what is told of one that nobody began, or that was dismissed, is not kept', () => {
  state().tell(key, said('started'));
  expect(state().byTool).toEqual({});
  state().begin(key, { commandId: 'c', version: '' });
  state().forget(key);
  state().tell(key, said('done'));
  expect(state().byTool).toEqual({});
});

test('beginning again forgets how the one before went', () => {
  state().begin(key, { commandId: 'first', version: '' });
  state().tell(key, said('failed'));
  state().begin(key, { commandId: 'second', version: '1.2.3' });
  expect(state().byTool[key]).toEqual({ commandId: 'second', version: '1.2.3', progress: null });
});

test('a page that is loaded anew finds what goes on, and not what is over', () => {
  state().begin(key, { commandId: 'c', version: '' });
  state().tell(key, said('started'));
  state().begin('machine qwen-code', { commandId: 'd', version: '' });
  state().tell('machine qwen-code', said('done'));
  const written = JSON.parse(kept.get('open-ace-installations') ?? '{}');
  expect(written.state.byTool).toEqual({ [key]: { commandId: 'c', version: '', progress: null } });
});
