import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inBatches } from './batches.ts';

test('what comes together is written together, and each gets its own result', async () => {
  const batches: number[][] = [];
  const double = inBatches<number, number>(
    async (items) => {
      batches.push(items);
      await sleep(20);
      return items.map((item) => item * 2);
    },
    { most: 4, afterMs: 0 },
  );
  const first = [1, 2, 3].map((n) => double(n));
  await sleep(5);
  const second = [4, 5, 6, 7, 8].map((n) => double(n));
  expect(await Promise.all([...first, ...second])).toEqual([2, 4, 6, 8, 10, 12, 14, 16]);
  expect(batches).toEqual([[1, 2, 3], [4, 5, 6, 7], [8]]);
});

test('a batch that fails fails its own items alone', async () => {
  const write = inBatches<number, number>(
    async (items) => {
      if (items.includes(2)) throw new Error('no');
      return items;
    },
    { most: 2, afterMs: 5 },
  );
  const results = await Promise.allSettled([1, 2, 3].map((n) => write(n)));
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
});

test('full batches do not wait for company', async () => {
  const write = inBatches<number, number>(async (items) => items, { most: 10, afterMs: 60_000 });
  const items = Array.from({ length: 100 }, (_, n) => n);
  expect(await Promise.all(items.map(write))).toEqual(items);
});

test('what waits is written at once where somebody cannot wait, also while a batch is under way and where one fails', async () => {
  const batches: number[][] = [];
  const write = inBatches<number, number>(
    async (items) => {
      batches.push(items);
      await sleep(10);
      if (items.includes(2)) throw new Error('no');
      return items;
    },
    { most: 2, afterMs: 60_000 },
  );
  await write.flush();
  expect(batches).toEqual([]);
  const results = Promise.allSettled([1, 2, 3].map((n) => write(n)));
  await write.flush();
  expect(batches).toEqual([[1, 2], [3]]);
  expect((await results).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
});
