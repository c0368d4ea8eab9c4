/** Mulberry32: the same numbers from the same seed, on every machine. */
export function randomFrom(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    integer: (from: number, to: number) => from + Math.floor(next() * (to - from + 1)),
    /** Long-tailed around `middle`, as token counts are. */
    around: (middle: number) => Math.max(1, Math.round(middle * Math.exp((next() + next() + next() - 1.5) * 1.2))),
    pick: <Item>(items: readonly [Item, ...Item[]]): Item => items[Math.floor(next() * items.length)] ?? items[0],
    /** An item by its weight. */
    weighted<Item>(items: readonly [{ item: Item; weight: number }, ...{ item: Item; weight: number }[]]): Item {
      let rest = next() * items.reduce((sum, { weight }) => sum + weight, 0);
      for (const { item, weight } of items) {
        rest -= weight;
        if (rest < 0) return item;
      }
      return items[0].item;
    },
    /** A UUID of version 4 form. */
    uuid(): string {
      const hex = Array.from({ length: 32 }, () => Math.floor(next() * 16).toString(16)).join('');
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
    },
  };
}

export type Random = ReturnType<typeof randomFrom>;
