import { rm } from 'node:fs/promises';
import { writeAtomically } from '../../state/atomic-file.ts';

/**
 * Settings that a CLI reads from a file while it starts, and reads again now and then, with a secret that it needs only the first time:
 * whatever the CLI starts later runs as the same user and may look into the file.
 */
export class SecretSettings {
  readonly #path: string;
  readonly #settings: (secret: string) => object;

  private constructor(path: string, settings: (secret: string) => object) {
    this.#path = path;
    this.#settings = settings;
  }

  static async write(path: string, settings: (secret: string) => object, secret: string): Promise<SecretSettings> {
    await writeAtomically(path, JSON.stringify(settings(secret)));
    return new SecretSettings(path, settings);
  }

  /** The CLI has read it. */
  async conceal(): Promise<void> {
    await writeAtomically(this.#path, JSON.stringify(this.#settings('')));
  }

  async remove(): Promise<void> {
    await rm(this.#path, { force: true });
  }
}
