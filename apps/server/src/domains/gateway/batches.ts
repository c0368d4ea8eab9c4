interface Waiting<Item, Result> {
  item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

interface BatchOptions {
  /** Items a batch at most. */
  most: number;
  /** How long the first item waits for company; 0: until the event loop has read what is there. */
  afterMs: number;
}

/**
 * Gathers single items into batches, one batch at a time: what comes while one is under way goes with the next. A batch that fails
 * fails all of its items. `write` answers one result an item, in order, or none.
 */
export function inBatches<Item, Result>(
  write: (items: Item[]) => Promise<Result[] | undefined>,
  { most, afterMs }: BatchOptions,
): (item: Item) => Promise<Result> {
  const waiting: Waiting<Item, Result>[] = [];
  let writing = false;
  let timer: NodeJS.Timeout | undefined;

  async function writeNext(): Promise<void> {
    const batch = waiting.splice(0, most);
    try {
      const results = await write(batch.map(({ item }) => item));
      for (const [index, one] of batch.entries()) one.resolve(results?.[index] as Result);
    } catch (error) {
      for (const one of batch) one.reject(error);
    }
    writing = false;
    if (waiting.length > 0) gather();
  }

  /** A full batch waits for no company, or a busy server would fall behind. */
  function gather(): void {
    if (writing) return;
    if (afterMs > 0 && waiting.length < most) {
      timer ??= setTimeout(start, afterMs);
      return;
    }
    clearTimeout(timer);
    start();
  }

  function start(): void {
    timer = undefined;
    writing = true;
    setImmediate(writeNext);
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      gather();
    });
}
