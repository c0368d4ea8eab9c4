import type { IncomingHttpHeaders } from 'node:http';
import type { Provider } from '@open-ace/contracts/provider-key';
import type { CallDetails } from '@open-ace/contracts/usage';
import type { UsableKey } from '#domains/provider-key';
import type { Tokens } from '#domains/usage';
import type { OutputText } from './output-text.ts';
import type { Refusal } from './refusal.ts';

/** Whose protocol it is; tokens are scoped by it. */
export type Vendor = 'anthropic' | 'openai' | 'google';

/** What of a request we need to know. */
export interface CallRequest {
  /** As the client names it. */
  model: string;
  streamed: boolean;
  /** The most output tokens that it asks for; null where it names none. */
  maxOutput: number | null;
  /** How many answers it asks for at once. */
  answers: number;
  body: Buffer;
  /** Of its top level, those that its protocol wanted. */
  fields: ReadonlyMap<string, unknown>;
  /** The path's own words, where the path says what is asked. */
  action: string;
}

/** What a request becomes on its way. */
export interface Changes {
  model: string;
  /** The most output that its budgets allow; null where they allow what it asks for. */
  maxOutput: number | null;
}

/** Tokens as far as the provider has told them. */
export type ToldTokens = Partial<Tokens>;

/** What a meter has read of an answer so far. */
export interface Reading {
  /** The provider began a message: from here on the call costs something. */
  answered: boolean;
  /** The message is whole, so its figures are exact. */
  complete: boolean;
  model: string;
  matchId: string | null;
  told: ToldTokens;
  details: CallDetails;
  /** The output that passed, for estimates. */
  output: OutputText;
  /** The provider's word for an error that it reported; '' for none. */
  errorType: string;
  /** Its message, as it came. */
  errorMessage: string;
}

/** Reads an answer's bytes as they pass. It never holds them up, and its memory is bounded. */
export interface Meter {
  push(chunk: Buffer): void;
  /** The answer ended as it should. */
  end(): void;
  reading(): Reading;
}

/** Makes of an answer's bytes what the client gets. Null for nothing yet. */
export interface Filter {
  push(chunk: Buffer): Buffer | null;
  end(): Buffer | null;
}

/** How an answer is read and passed on. */
export interface AnswerHandling {
  meter: Meter;
  /** Left out where the bytes pass as they are. */
  filter?: Filter;
  /** Ends a stream that its budget stops, in the protocol's own words, with the figures so far. Left out where it is no stream. */
  cut?(tokens: Tokens): Buffer;
}

/** A request as one key's provider takes it. */
export interface UpstreamRequest {
  /** Below the key's base URL. */
  path: string;
  body: Buffer;
  handle(status: number, contentType: string): AnswerHandling;
  /** The same without what this provider may not know, to be tried where it answers 400 for that; left out where nothing was added. */
  plain?(answer: string): UpstreamRequest | null;
}

/** One way to speak to LLMs. All that differs between them is here; the pipeline is the same. */
export interface Protocol {
  vendor: Vendor;
  /** Whose keys its calls go out with. */
  providers: readonly Provider[];
  /** Calls that cost nothing and give no answer of a model: they are not written down, and no budget binds them. */
  isFree?: true;
  /** The token of a request: the first header that is there decides. Null for none. */
  credentialOf(headers: IncomingHttpHeaders): string | null;
  /** Throws a Refusal for what could not be metered. `target` is what the path names, as `model:action`. */
  readRequest(body: Buffer, target: string): CallRequest;
  prepare(request: CallRequest, key: UsableKey, changes: Changes): UpstreamRequest;
  /** The body of our own refusal. */
  formatRefusal(refusal: Refusal, requestId: string): object;
}
