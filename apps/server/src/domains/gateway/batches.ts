interface Waiting<Item, Result> {
  item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

export interface Batching<Item, Result> {
  (item: Item): Promise<Result>;
  /** Writes what waits without waiting for company; done when all that was given until now is written, or has failed. */
  flush(): Promise<void>;
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
): Batching<Item, Result> {
  const waiting: Waiting<Item, Result>[] = [];
  const flushing: { until: number; done(): void }[] = [];
  let given = 0;
  let written = 0;
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
    written += batch.length;
    while (flushing[0] && flushing[0].until <= written) flushing.shift()?.done();
    if (waiting.length > 0) gather();
  }

  /** A full batch waits for no company, or a busy server would fall behind. */
  function gather(): void {
    if (writing) return;
    if (afterMs > 0 && waiting.length < most && flushing.length === 0) {
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

  const give = (item: Item) =>
    new Promise<Result>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      given++;
      gather();
    });
  const flush = () =>
    new Promise<void>((done) => {
      if (written === given) done();
      else {
        flushing.push({ until: given, done });
        if (waiting.length > 0) gather();
      }
    });
  return Object.assign(give, { flush });
}
