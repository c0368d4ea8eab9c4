import { randomUUID } from 'node:crypto';
import { Refusal } from '../../refusal.ts';
import { oneLine } from '../../text.ts';
import { type Fields, fields, text } from './fields.ts';

interface Waiting {
  readonly subtype: string;
  readonly resolve: (response: Fields) => void;
  readonly reject: (error: Error) => void;
}

const answerMs = 60_000;

/** What we ask of the CLI beside the conversation, and its answers. */
export class Control {
  readonly #write: (message: object) => void;
  readonly #waiting = new Map<string, Waiting>();

  constructor(write: (message: object) => void) {
    this.#write = write;
  }

  /** Throws a Refusal with the CLI's own words where it does not do it. */
  async request(subtype: string, more: object = {}): Promise<Fields> {
    const id = randomUUID();
    const answer = new Promise<Fields>((resolve, reject) => this.#waiting.set(id, { subtype, resolve, reject }));
    const timer = setTimeout(() => this.#refuse(id, 'did not answer in time'), answerMs);
    this.#write({ type: 'control_request', request_id: id, request: { subtype, ...more } });
    try {
      return await answer;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(id);
    }
  }

  /** An answer of the CLI, or the echo of one of ours. */
  take(message: Fields): void {
    const { request_id, subtype, response, error } = fields(message.response);
    const id = text(request_id);
    if (subtype === 'error') this.#refuse(id, oneLine(text(error), 500) || 'refused');
    else this.#waiting.get(id)?.resolve(fields(response));
  }

  /** The process is gone. */
  end(): void {
    for (const id of [...this.#waiting.keys()]) this.#refuse(id, 'ended before it answered');
  }

  #refuse(id: string, why: string): void {
    const waiting = this.#waiting.get(id);
    waiting?.reject(new Refusal(`The CLI: ${why} (${waiting.subtype}).`));
  }
}
