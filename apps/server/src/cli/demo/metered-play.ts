import type { Tokens } from '#domains/usage';
import { SECOND } from '#platform/clock';
import type { Random } from './random.ts';

/** A call of a session's CLI to its model. */
export interface PlayedCall {
  /** Epoch milliseconds. */
  at: number;
  endedAt: number;
  model: string;
  tokens: Tokens;
  firstByteMs: number;
  /** What the provider answered instead. */
  failure: { httpStatus: number; error: string; errorMessage: string } | null;
}

const nothing: Tokens = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 };
const tokensIn = (characters: number) => Math.ceil(characters / 3.6);
/** Instructions and tools of the CLI, most of which another session has put into the cache. */
const INSTRUCTIONS = 17_500;
const CACHED_INSTRUCTIONS = 14_200;

/** Counts what a session's calls cost: each reads the whole conversation, all of it from the cache but what is new. */
export class Meter {
  readonly calls: PlayedCall[] = [];
  readonly #random: Random;
  readonly #model: string;
  #context = INSTRUCTIONS;
  #cached = CACHED_INSTRUCTIONS;
  #begunAt: number | null = null;
  #said = 0;

  constructor(model: string, random: Random) {
    this.#model = model;
    this.#random = random;
  }

  /** New in the conversation: what a person wrote, what a tool gave back. */
  hear(text: string): void {
    this.#context += tokensIn(text.length) + this.#random.around(60);
  }

  /** The model says something, in a call that may have begun before. */
  say(at: number, text: string): void {
    this.#begunAt ??= at;
    this.#said += tokensIn(text.length) + this.#random.around(25);
  }

  endCall(at: number): void {
    if (this.#begunAt === null) return;
    const tokens: Tokens = {
      ...nothing,
      inputTokens: this.#random.integer(3, 12),
      outputTokens: this.#said,
      cacheReadTokens: this.#cached,
      cacheWriteTokens: this.#context - this.#cached,
    };
    this.#push({ at: this.#begunAt, endedAt: at, model: this.#model, tokens, failure: null });
    this.#cached = this.#context;
    this.#context += this.#said;
    this.#begunAt = null;
    this.#said = 0;
  }

  failCall(at: number, httpStatus: number, error: string, errorMessage: string): void {
    this.#push({ at, endedAt: at + 400, model: this.#model, tokens: nothing, failure: { httpStatus, error, errorMessage } });
  }

  /** The CLI asks a small model for a few words about the conversation. */
  smallCall(at: number, about: string): void {
    const tokens = { ...nothing, inputTokens: 340 + tokensIn(about.length), outputTokens: this.#random.integer(18, 40) };
    this.#push({ at, endedAt: at + 2 * SECOND, model: 'claude-haiku-4-5', tokens, failure: null });
  }

  #push(call: Omit<PlayedCall, 'firstByteMs'>): void {
    this.calls.push({ ...call, firstByteMs: Math.min(this.#random.around(900), call.endedAt - call.at) });
  }
}
