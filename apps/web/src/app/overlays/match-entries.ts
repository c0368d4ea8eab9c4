interface Named {
  label: string;
  detail?: string | undefined;
  /** What else people may call it. */
  keywords?: string | undefined;
}

/** Every word typed must be found; a name that begins with what was typed comes before one that merely holds it. */
export function matchEntries<Entry extends Named>(entries: readonly Entry[], query: string): Entry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...entries];
  return entries
    .map((entry) => ({ entry, rank: rankOf(entry, words) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .map(({ entry }) => entry);
}

function rankOf({ label, detail = '', keywords = '' }: Named, words: string[]): number {
  const name = label.toLowerCase();
  const all = `${name} ${detail} ${keywords}`.toLowerCase();
  if (!words.every((word) => all.includes(word))) return 0;
  const first = words[0] ?? '';
  if (name.startsWith(first)) return 3;
  return name.includes(first) ? 2 : 1;
}
