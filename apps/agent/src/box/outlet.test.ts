import type { SessionEvent } from '@open-ace/contracts/session-events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Outlet } from './outlet.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const delta = (itemId: string, text: string): SessionEvent => ({ type: 'message_delta', itemId, text });

function collected() {
  const events: SessionEvent[] = [];
  return { events, outlet: new Outlet(async (event) => void events.push(event)) };
}

test('the first piece goes at once, those that follow it within 40 ms become one', async () => {
  const { events, outlet } = collected();
  await outlet.emit(delta('a', 'one '));
  await outlet.emit(delta('a', 'two '));
  await outlet.emit(delta('a', 'three '));
  expect(events).toEqual([delta('a', 'one ')]);
  await vi.advanceTimersByTimeAsync(40);
  await outlet.emit(delta('a', 'four'));
  await vi.advanceTimersByTimeAsync(40);
  expect(events).toEqual([delta('a', 'one '), delta('a', 'two three '), delta('a', 'four')]);
});

test('a piece does not wait once 4 KB are together', async () => {
  const { events, outlet } = collected();
  for (let n = 0; n < 6; n++) await outlet.emit(delta('a', 'x'.repeat(1000)));
  expect(events.map((event) => 'text' in event && event.text.length)).toEqual([1000, 5000]);
});

test('the order stays: whatever else happens lets the pieces before it go first', async () => {
  const { events, outlet } = collected();
  await outlet.emit(delta('a', '1'));
  await outlet.emit(delta('b', '2'));
  await outlet.emit({ type: 'thought_delta', itemId: 'b', text: '3' });
  await outlet.emit({ type: 'message', itemId: 'b', text: '2' });
  await outlet.emit(delta('c', '4'));
  await outlet.emit({ type: 'turn_ended', outcome: 'completed', durationMs: 1 });
  expect(events.map((event) => ('text' in event ? event.text : event.type))).toEqual(['1', '2', '3', '2', '4', 'turn_ended']);
  await vi.advanceTimersByTimeAsync(1000);
  expect(events).toHaveLength(6);
});

test('whoever emits waits while there is no room', async () => {
  let makeRoom = () => {};
  const outlet = new Outlet(
    () =>
      new Promise((resolve) => {
        makeRoom = resolve;
      }),
  );
  void outlet.emit(delta('a', 'x'.repeat(100)));
  await vi.advanceTimersByTimeAsync(40);
  let isTaken = false;
  const emitting = outlet.emit(delta('a', 'y')).then(() => {
    isTaken = true;
  });
  await vi.advanceTimersByTimeAsync(10);
  expect(isTaken).toBe(false);
  makeRoom();
  await emitting;
});
