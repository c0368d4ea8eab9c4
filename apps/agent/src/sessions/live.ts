import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { privateFolder, writeAtomically } from '../state/atomic-file.ts';

/** Which sessions have a process, as a file each: those of an agent that died are found by the next one. */
export class LiveSessions {
  readonly #dir: string;

  constructor(agentDir: string) {
    this.#dir = join(agentDir, 'sessions');
  }

  async list(): Promise<string[]> {
    await privateFolder(this.#dir);
    return (await readdir(this.#dir)).filter((name) => /^[0-9a-f-]{36}$/.test(name));
  }

  async add(sessionId: string): Promise<void> {
    await writeAtomically(join(this.#dir, sessionId), '');
  }

  async remove(sessionId: string): Promise<void> {
    await rm(join(this.#dir, sessionId), { force: true });
  }
}
