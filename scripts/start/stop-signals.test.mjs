import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { onNpmGone, onStopSignals } from './stop-signals.mjs';

function listen() {
  const source = new EventEmitter();
  const clock = { now: 1000 };
  const first = vi.fn();
  const second = vi.fn();
  onStopSignals({ first, second, source, now: () => clock.now });
  return { source, clock, first, second };
}

test('one Ctrl-C that npm repeats is one', () => {
  const { source, clock, first, second } = listen();
  source.emit('SIGINT');
  clock.now += 30;
  source.emit('SIGINT');
  expect(first).toHaveBeenCalledTimes(1);
  expect(second).not.toHaveBeenCalled();
});

test('a second Ctrl-C after a moment insists', () => {
  const { source, clock, first, second } = listen();
  source.emit('SIGTERM');
  clock.now += 2000;
  source.emit('SIGINT');
  expect(first).toHaveBeenCalledTimes(1);
  expect(second).toHaveBeenCalledTimes(1);
});

test('only a start by npm ends with npm', async () => {
  let parent = 100;
  const byNpm = vi.fn();
  const byHand = vi.fn();
  onNpmGone(byNpm, { env: { npm_lifecycle_event: 'start' }, parent: () => parent, everyMs: 5 });
  onNpmGone(byHand, { env: {}, parent: () => parent, everyMs: 5 });
  parent = 1;
  await vi.waitFor(() => expect(byNpm).toHaveBeenCalledTimes(1));
  expect(byHand).not.toHaveBeenCalled();
});
