import { repositoryOf } from './repository.ts';

const keptMs = 5 * 60_000;
const mostFolders = 2000;

/** The remotes of folders, remembered for some minutes: a log names the same few folders again and again. */
export class Remotes {
  readonly #known = new Map<string, { at: number; remote: Promise<string> }>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  of(folder: string): Promise<string> {
    const now = this.#now();
    const known = this.#known.get(folder);
    if (known && now - known.at < keptMs) return known.remote;
    const remote = repositoryOf(folder).then((repository) => repository?.remote ?? '');
    this.#known.delete(folder);
    this.#known.set(folder, { at: now, remote });
    const [oldest] = this.#known.keys();
    if (this.#known.size > mostFolders && oldest !== undefined) this.#known.delete(oldest);
    return remote;
  }
}
