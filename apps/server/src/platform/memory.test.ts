import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { remember } from './memory.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A source whose readings end when they are told to. */
function source() {
  const readings: { resolve(value: string | null): void; reject(error: Error): void }[] = [];
  const memory = remember<string | null>(() => new Promise((resolve, reject) => readings.push({ resolve, reject })));
  return { readings, memory };
}

/** One that has read `first` already. */
async function afterFirst() {
  const { readings, memory } = source();
  const first = memory.get('a');
  readings[0]?.resolve('first');
  await first;
  return { readings, memory };
}

test('is read once for all who ask, and anew beside them when it is no longer fresh', async () => {
  const { readings, memory } = source();
  const both = Promise.all([memory.get('a'), memory.get('a')]);
  readings[0]?.resolve('first');
  expect(await both).toEqual(['first', 'first']);
  vi.advanceTimersByTime(500);
  expect(await Promise.all([memory.get('a'), memory.get('a')])).toEqual(['first', 'first']);
  expect(readings).toHaveLength(2);
  readings[1]?.resolve('second');
  await Promise.resolve();
  expect(await memory.get('a')).toBe('second');
  expect(readings).toHaveLength(2);
});

test('holds for a second and not longer, also where it cannot be read anew', async () => {
  const { readings, memory } = await afterFirst();
  vi.advanceTimersByTime(600);
  expect(await memory.get('a')).toBe('first');
  readings[1]?.reject(new Error('away'));
  vi.advanceTimersByTime(400);
  const late = memory.get('a');
  readings.at(-1)?.reject(new Error('still away'));
  await expect(late).rejects.toThrow('still away');
  const mended = memory.get('a');
  readings.at(-1)?.resolve('again');
  expect(await mended).toBe('again');
});

test('what is forgotten does not come back with a reading that began before', async () => {
  const { readings, memory } = await afterFirst();
  vi.advanceTimersByTime(500);
  await memory.get('a');
  memory.forget('a');
  const anew = memory.get('a');
  readings[2]?.resolve('new');
  readings[1]?.resolve('first');
  expect(await anew).toBe('new');
  expect(await memory.get('a')).toBe('new');
});

test('does not remember what is not there', async () => {
  const { readings, memory } = source();
  const first = memory.get('a');
  readings[0]?.resolve(null);
  expect(await first).toBeNull();
  void memory.get('a');
  expect(readings).toHaveLength(2);
});
