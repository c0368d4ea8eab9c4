/** What another replica changed holds here after this; what we change, at once. */
const REMEMBERED_MS = 1000;
/** From then on it is read anew beside the calls that still use it: where there are many, none waits. */
const FRESH_MS = 500;
/** More would be somebody's attack. */
const MOST_REMEMBERED = 5000;

export interface Memory<Value> {
  get(key: string): Promise<Value>;
  /** So that the next one reads it anew; all where none is named. */
  forget(key?: string): void;
}

/** What every call needs, read at most twice a second for each key. What could not be read is not remembered, nor what is not there. */
export function remember<Value>(read: (key: string) => Promise<Value>): Memory<Value> {
  interface Entry {
    at: number;
    value: Promise<Value>;
    next?: Promise<Value>;
  }
  const known = new Map<string, Entry>();

  function keep(key: string, entry: Entry): Promise<Value> {
    const drop = () => known.get(key) === entry && known.delete(key);
    entry.value.then((value) => value === null && drop(), drop);
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(key, entry);
    return entry.value;
  }

  function refresh(key: string, entry: Entry): void {
    const at = performance.now();
    const value = read(key);
    entry.next = value;
    // Unless it was forgotten meanwhile: this may have been read before.
    const replace = () => {
      if (known.get(key) === entry) void keep(key, { at, value });
    };
    value.then(replace, () => {
      delete entry.next;
    });
  }

  return {
    get(key) {
      const now = performance.now();
      const found = known.get(key);
      if (!found || now - found.at >= REMEMBERED_MS) return keep(key, { at: now, value: read(key) });
      if (now - found.at >= FRESH_MS && !found.next) refresh(key, found);
      return found.value;
    },
    forget(key) {
      if (key === undefined) known.clear();
      else known.delete(key);
    },
  };
}
