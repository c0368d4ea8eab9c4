import type { IncomingHttpHeaders } from 'node:http';

/** Tokens. `input` is what was neither read from nor written to a cache; `output` includes `reasoning`. */
export interface Usage {
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite: number;
  reasoning: number;
  /** Gemini's toolUsePromptTokenCount, on top of `input`; only there when a step gives it. */
  toolUse?: number;
}

export interface ToolStep {
  tool: string;
  command?: string;
  path?: string;
  content?: string;
  input?: Record<string, unknown>;
}

export interface ErrorStep {
  status: number;
  type?: string;
  message?: string;
  param?: string | null;
  code?: string | null;
  /** Seconds. */
  retryAfter?: number;
  /** How often a script gives this error before it goes on; for ever without. */
  times?: number;
  /** After the answer has begun. `'data'` makes Gemini send it as an event of its own, `true` as Google does: as bare JSON. */
  inStream?: boolean | 'data';
}

export interface Step extends Partial<ToolStep> {
  text?: string;
  /** This many numbered words, after `text` if there is one. */
  words?: number;
  thinking?: string;
  /** Several calls in one answer. */
  tools?: ToolStep[];
  usage?: Partial<Usage>;
  delayMs?: number;
  chunkDelayMs?: number;
  chunkSize?: number;
  /** Events until the connection is dropped. */
  cutAfter?: number;
  stopReason?: 'end' | 'length';
  error?: ErrorStep;
  /** Cuts the answer to the maximum of output tokens that the request names. */
  honourMax?: boolean;
  /** How often a stream reports its final usage. */
  usageTimes?: number;
  /** Reports no usage at all. */
  noUsage?: boolean;
  /** Reports the final usage before the last delta of a stream, and none after it. */
  usageEarly?: boolean;
  /** Answers in gzip whatever the request accepts. */
  packed?: boolean;
  /** The id of the answer, exactly so. */
  repeatId?: string;
  /** Sends the head and the first event (of a whole answer: its first character), then nothing, for ever. */
  stall?: boolean;
  /** Answers whole although a stream was asked for. */
  noStream?: boolean;
}

export interface SeenRequest {
  n: number;
  at: string;
  method: string;
  path: string;
  status: number;
  auth: string | null;
  headers: IncomingHttpHeaders;
  /** Null when bodies are not kept. */
  body: unknown;
  step: Step | null;
  closedByClient: boolean;
}

/**
 * `open`: still being sent; `whole`: all of it was sent; `cut`: dropped by a step; `failed`: an error came in the stream;
 * `client`: the client closed first.
 */
export type Ending = 'open' | 'whole' | 'cut' | 'failed' | 'client';

/** One answer whose head was sent, as a provider would charge for it: also when its usage was not reported or did not arrive. */
export interface AccountEntry {
  /** Null for embeddings, which have none. */
  answerId: string | null;
  requestId: string;
  model: string;
  /** Without the query. */
  path: string;
  usage: Usage;
  finished: boolean;
  ending: Ending;
}

export interface FakeLlm {
  url: string;
  port: number;
  requests: SeenRequest[];
  account: AccountEntry[];
  director: { queue: Step[] };
  /** Ids of answers repeat in a ring of 1 to 1000; null: never. */
  setRing(size: number | null): void;
  close(): Promise<void>;
}

export interface FakeLlmOptions {
  port?: number;
  host?: string;
  tokens?: string[];
  models?: string[];
  log?: string;
  ring?: number;
  respond?: (turns: { role: string; text: string }[], body: unknown) => Step | undefined;
  /** Speaks chat completions, embeddings and the list of models; anything else is 404. */
  chatOnly?: boolean;
  /** Top-level fields of a body that are answered with 400. */
  refuses?: string[];
  /** False: `requests` holds no bodies. */
  keepBodies?: boolean;
  /** False: `requests` stays empty. */
  keepRequests?: boolean;
}

export function startFakeLlm(options?: FakeLlmOptions): Promise<FakeLlm>;
