import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { privateFolder, readIfThere, writeAtomically } from '../../state/atomic-file.ts';
import { hash } from './tool-input.ts';

/** Private folders of an agent's sessions. An agent names a session only once it runs in its folder, so that the name leads to it. */
export class Homes {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** The folder of a session of before, or a new one. */
  async find(sessionId: string): Promise<string> {
    const known = await readIfThere(this.#nameOf(sessionId));
    const home = join(this.#dir, 'homes', known ?? randomUUID());
    await privateFolder(home);
    return home;
  }

  async keep(home: string, sessionId: string): Promise<void> {
    await writeAtomically(this.#nameOf(sessionId), home.slice(join(this.#dir, 'homes').length + 1));
  }

  #nameOf = (sessionId: string): string => join(this.#dir, 'sessions', hash(sessionId));
}
