import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';

/** The system gives out a limited number of watches; what has none is found by the sweeps. */
const mostFolders = 400;

/** Watches folders for files that change. Where the system cannot, it stays silent. */
export class FolderWatch {
  readonly #onChange: (path: string) => void;
  readonly #watchers = new Map<string, FSWatcher>();

  constructor(onChange: (path: string) => void) {
    this.#onChange = onChange;
  }

  /** Watches these, the first ones where they are too many, and no others. */
  set(folders: readonly string[]): void {
    const wanted = new Set([...new Set(folders)].slice(0, mostFolders));
    for (const [folder, watcher] of this.#watchers) {
      if (wanted.has(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    for (const folder of wanted) if (!this.#watchers.has(folder)) this.#add(folder);
  }

  close(): void {
    this.set([]);
  }

  #add(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => this.#onChange(name === null ? folder : join(folder, name)));
      watcher.on('error', () => this.#drop(folder, watcher));
      this.#watchers.set(folder, watcher);
    } catch {
      // Gone, or no watches left.
    }
  }

  #drop(folder: string, watcher: FSWatcher): void {
    watcher.close();
    if (this.#watchers.get(folder) === watcher) this.#watchers.delete(folder);
  }
}
