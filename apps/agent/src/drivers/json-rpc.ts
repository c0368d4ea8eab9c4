import { Refusal } from '../refusal.ts';
import { oneLine } from '../text.ts';
import { type Fields, fields, number, parseLine, text } from './stream-json/fields.ts';

export type RequestId = string | number;

/** What the other side began: a request, which must be answered by its id, or a notification. */
export interface Incoming {
  /** Null for a notification. */
  readonly id: RequestId | null;
  readonly method: string;
  readonly params: Fields;
}

/** The other side's refusal of a request. */
export class RpcError extends Refusal {
  readonly code: number;
  readonly data: unknown;

  constructor(message: string, code: number, data: unknown) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

export interface JsonRpcOptions {
  /** Takes one line, without its end. */
  readonly write: (line: string) => void;
  /** Whether messages say `"jsonrpc": "2.0"`; those of the other side are understood either way. */
  readonly isVersioned: boolean;
  /** For sentences: who it is that answers. */
  readonly peer: string;
}

interface Waiting {
  readonly resolve: (result: Fields) => void;
  readonly reject: (error: Refusal) => void;
}

const answerMs = 60_000;
const methodNotFound = -32601;

/** JSON-RPC 2.0 in lines, both ways. Reading is the caller's business, so that it reads no faster than it works. */
export class JsonRpc {
  readonly #options: JsonRpcOptions;
  readonly #waiting = new Map<RequestId, Waiting>();
  #lastId = 0;
  #hasEnded = false;

  constructor(options: JsonRpcOptions) {
    this.#options = options;
  }

  /**
   * Resolves with the result, `{}` for one that is no object. Rejects with an RpcError where the other side refuses, and with a Refusal
   * where it does not answer in time (`withinMs` null: however long that takes) or is gone.
   */
  request(method: string, params: object = {}, withinMs: number | null = answerMs): Promise<Fields> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      if (this.#hasEnded) return reject(this.#gone(method));
      const timer = withinMs === null ? undefined : setTimeout(() => this.#settle(id)?.reject(this.#late(method)), withinMs);
      this.#waiting.set(id, {
        resolve: (result) => {
          clearTimeout(timer);
          resolve(result);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      });
      this.#write({ id, method, params });
    });
  }

  notify(method: string, params: object = {}): void {
    this.#write({ method, params });
  }

  answer(id: RequestId, result: object): void {
    this.#write({ id, result });
  }

  /** A request that is not known here: it must not be left waiting. */
  refuse(id: RequestId, message = 'not supported', code = methodNotFound): void {
    this.#write({ id, error: { code, message } });
  }

  /** One line of the other side: what it began, or null for an answer to a request of ours and for what is no message at all. */
  take(line: string): Incoming | null {
    const message = parseLine(line);
    if (!message) return null;
    const id = idOf(message.id);
    const method = text(message.method);
    if (method !== '') return { id, method, params: fields(message.params) };
    if (id !== null) this.#answered(id, message);
    return null;
  }

  /** The other side is gone: nothing will be answered any more. */
  end(): void {
    this.#hasEnded = true;
    for (const id of [...this.#waiting.keys()]) this.#settle(id)?.reject(this.#gone());
  }

  #answered(id: RequestId, message: Fields): void {
    const waiting = this.#settle(id);
    if (message.error === undefined || message.error === null) {
      waiting?.resolve(fields(message.result));
      return;
    }
    const error = fields(message.error);
    const why = oneLine(text(error.message), 2000) || 'refused without a reason';
    waiting?.reject(new RpcError(`${this.#options.peer}: ${why}`, number(error.code) ?? 0, error.data));
  }

  #settle(id: RequestId): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  #late = (method: string) => new Refusal(`${this.#options.peer} did not answer in time (${method}).`);

  #gone = (method?: string) => new Refusal(`${this.#options.peer} ended before it answered${method ? ` (${method})` : ''}.`);

  #write(message: object): void {
    if (this.#hasEnded) return;
    this.#options.write(JSON.stringify(this.#options.isVersioned ? { jsonrpc: '2.0', ...message } : message));
  }
}

const idOf = (value: unknown): RequestId | null => (typeof value === 'string' ? value : number(value));
