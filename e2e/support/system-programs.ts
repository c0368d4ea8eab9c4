import { readdirSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { programNames } from '../clis/cli-programs.ts';

const clis = new Set(Object.values(programNames));

/** Puts all that is on PATH into a folder, but for the CLIs: whoever runs the tests may have some, in another version. */
export function linkSystemPrograms(folder: string): void {
  const linked = new Set<string>(clis);
  for (const place of (process.env.PATH ?? '').split(delimiter).filter(Boolean)) {
    for (const name of programsOf(place)) {
      if (linked.has(name)) continue;
      linked.add(name);
      symlinkSync(join(place, name), join(folder, name));
    }
  }
}

function programsOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Folders of PATH need not be there.
    return [];
  }
}
