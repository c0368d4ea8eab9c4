import type { IncomingHttpHeaders } from 'node:http';
import type { Provider } from '@open-ace/contracts/provider-key';
import type { Refusal } from './refusal.ts';

/** What of a request's body we need to know. */
export interface CallRequest {
  model: string;
  streamed: boolean;
}

/** Tokens as far as the provider has told them. */
export interface ToldTokens {
  inputTokens?: number;
  outputTokens?: number;
  cacheReadTokens?: number;
  cacheWriteTokens?: number;
}

/** What a meter has read of an answer so far. */
export interface Reading {
  /** The provider began a message: from here on the call costs something. */
  answered: boolean;
  /** The message is whole, so its figures are exact. */
  complete: boolean;
  model: string;
  matchId: string | null;
  told: ToldTokens;
  /** A guess at the output from the text that passed. */
  outputEstimate: number;
  /** The provider's word for an error that it reported; '' for none. */
  errorType: string;
}

/** Reads an answer's bytes as they pass. It never holds them up, and its memory is bounded. */
export interface Meter {
  push(chunk: Buffer): void;
  /** The answer ended as it should. */
  end(): void;
  reading(): Reading;
}

/** One way to speak to LLMs. All that differs between them is here; the pipeline is the same. */
export interface Protocol {
  /** Whose keys its calls go out with. */
  provider: Provider;
  /** Below a key's base URL. */
  upstreamPath: string;
  /** The proxy token of a request: the first header that is there decides. Null for none. */
  credentialOf(headers: IncomingHttpHeaders): string | null;
  /** Headers that carry the provider's key: name, value. */
  keyHeaders(secret: string): string[];
  readRequest(body: Buffer): CallRequest;
  /** For an answer with this status and content type. */
  meter(status: number, contentType: string): Meter;
  /** The body of our own refusal. */
  formatRefusal(refusal: Refusal, requestId: string): object;
}
