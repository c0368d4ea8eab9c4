import { sseEvent } from '../../reading.ts';

/** Writes a response's events as a stream carries them, numbered. */
export class EventWriter {
  #sequence = 0;
  #written: string[] = [];

  write(name: string, data: object): void {
    const type = `response.${name}`;
    this.#written.push(sseEvent({ type, sequence_number: this.#sequence++, ...data }, type));
  }

  /** What was written since it was last taken; null for nothing. */
  take(): Buffer | null {
    if (this.#written.length === 0) return null;
    const bytes = Buffer.from(this.#written.join(''));
    this.#written = [];
    return bytes;
  }
}
