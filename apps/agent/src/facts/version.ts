const numbers = (version: string): number[] => (/^\d+(\.\d+)*/.exec(version)?.[0] ?? '').split('.').map(Number);

/** Below 0 if the first is older. What follows the numbers (`-beta.1`) is left out. */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [numbers(one), numbers(other)];
  for (let n = 0; n < Math.max(a.length, b.length); n++) {
    const difference = (a[n] ?? 0) - (b[n] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

export const isWithin = (version: string, { from, below }: { from: string; below: string }): boolean =>
  compareVersions(version, from) >= 0 && compareVersions(version, below) < 0;
