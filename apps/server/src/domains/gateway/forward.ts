import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Dispatcher } from 'undici';
import type { KeyFailure } from '#domains/provider-key';
import type { Tokens } from '#domains/usage';
import { isTimeout, whyUnreachable } from '#platform/outbound/explain';
import { clientHeaders } from './headers.ts';
import type { AnswerHandling, Meter, Reading, UpstreamRequest } from './protocol.ts';
import { keyFailure, unreachableFailure } from './provider-failure.ts';
import { messageOfError } from './reading.ts';
import { Refusal } from './refusal.ts';
import type { UnderWay } from './under-way.ts';
import { wholeEvents } from './whole-events.ts';

export interface ForwardedRequest {
  origin: string;
  method: 'GET' | 'POST';
  headers: string[];
  /** Path below the origin, with its query. */
  path: string;
  upstream: Pick<UpstreamRequest, 'body' | 'handle' | 'plain'>;
  /** The name of the key that it goes out with, for what an administrator must do. */
  keyName: string;
  /** Another key can take over, as long as the client has seen nothing. */
  mayFailOver: boolean;
  /** The output that its budgets granted a stream, and the figures to end it with; null where none binds it. */
  budget: { outputTokens: number; figures(reading: Reading): Tokens } | null;
  /** Called when the provider has begun a message, and every few seconds while it goes on. */
  onProgress(meter: Meter, requestId: string | null, firstByteMs: number | null): void;
}

/** How a forwarded call ended. */
export interface Outcome {
  /** Of the provider's answer; null where none came. */
  httpStatus: number | null;
  /** Why it did not end as it should; '' where it did. */
  reason: string;
  /** The provider's own id of the request. */
  requestId: string | null;
  firstByteMs: number | null;
  meter: Meter | null;
  /** The provider's own words, where its answer is not metered. */
  errorMessage: string;
  /** What the client is to be told in place of the provider's answer. */
  refusal: Refusal | null;
  /** What it says about the key; the next one is to be tried where the client has seen nothing. */
  failure: KeyFailure | null;
  isUnseen: boolean;
  /** The same request in a form that the provider knows, to be tried in its place. */
  plain: UpstreamRequest | null;
}

/** People watch calls run; what is known of one if we are killed is no older. */
const PROGRESS_EVERY_MS = 3000;
/** A client that takes nothing for so long is gone, or keeps the call open on purpose. */
const MOST_STALLED = 120_000;
/** Of an error that does not go to the client, or not before it is understood. */
const MOST_READ_OF_ERROR = 64 * 1024;
/** What comes later than this behind an error's head is not waited for: another key may answer. */
const MOST_WAITED_FOR_ERROR = 1000;

const refusedKey = (keyName: string) =>
  new Refusal(
    403,
    'provider_key_refused',
    `The provider refused the key "${keyName}". An administrator must replace it, or let it use this model, under Manage, Provider keys.`,
  );

const redirected = (keyName: string) =>
  new Refusal(
    502,
    'provider_redirected',
    `The provider's address redirects elsewhere. An administrator must correct the base URL of the key "${keyName}" under Manage, Provider keys.`,
  );

const packed = () =>
  new Refusal(502, 'provider_packed', 'The provider packs its answers although it was asked not to, so they cannot be metered.');

const unreachable = (error: Error) =>
  isTimeout(error)
    ? new Refusal(504, 'provider_timeout', 'The provider did not answer in time. Try again.')
    : new Refusal(502, 'provider_unreachable', `The provider could not be reached: ${whyUnreachable(error)}.`);

/** Answers that are about our key or its base URL, not about the request: the client is told what helps instead. */
function replacement(status: number, headers: IncomingHttpHeaders, keyName: string): Refusal | null {
  if (status === 401 || status === 403) return refusedKey(keyName);
  if (status >= 300 && status < 400) return redirected(keyName);
  if (status < 300 && (headers['content-encoding'] ?? 'identity') !== 'identity') return packed();
  return null;
}

const requestIdOf = (headers: IncomingHttpHeaders) => {
  const id = headers['request-id'] ?? headers['x-request-id'];
  return typeof id === 'string' ? id.slice(0, 200) : null;
};

/** One try to have a call answered. */
class Forwarding {
  readonly #request: ForwardedRequest;
  readonly #response: ServerResponse;
  readonly #underWay: UnderWay;
  readonly #resolve: (outcome: Outcome) => void;
  readonly #started = performance.now();
  readonly #outcome: Outcome = {
    httpStatus: null,
    reason: '',
    requestId: null,
    firstByteMs: null,
    meter: null,
    errorMessage: '',
    refusal: null,
    failure: null,
    isUnseen: true,
    plain: null,
  };
  #controller: Dispatcher.DispatchController | undefined;
  #handling: AnswerHandling | undefined;
  #stalled: NodeJS.Timeout | undefined;
  #ended = false;
  /** When the call's progress was told last; null for never. */
  #toldAt: number | null = null;
  /** The beginning of an error that may be worth another try, and what becomes of it then; null where the answer goes to the client. */
  #kept: { parts: Buffer[]; size: number; decide(text: string): void } | null = null;

  constructor(request: ForwardedRequest, response: ServerResponse, underWay: UnderWay, resolve: (outcome: Outcome) => void) {
    this.#request = request;
    this.#response = response;
    this.#underWay = underWay;
    this.#resolve = resolve;
  }

  start(dispatcher: Dispatcher): void {
    if (this.#response.destroyed) this.#end('client_closed');
    else if (this.#underWay.stopped) this.#cut('server_stopped');
    else this.#dispatch(dispatcher);
  }

  #dispatch(dispatcher: Dispatcher): void {
    this.#response.on('close', this.#onClose).on('drain', this.#onDrain);
    this.#underWay.add(this.#onStop);
    const { origin, path, method, headers, upstream } = this.#request;
    const body = method === 'POST' ? upstream.body : null;
    dispatcher.dispatch({ origin, path, method, headers, body }, this.#handler());
  }

  readonly #onClose = () => this.#cut('client_closed');
  readonly #onStop = () => this.#cut('server_stopped');
  readonly #onDrain = () => {
    clearTimeout(this.#stalled);
    this.#stalled = undefined;
    this.#controller?.resume();
  };

  #handler(): Dispatcher.DispatchHandler {
    return {
      onRequestStart: (controller) => {
        this.#controller = controller;
        if (this.#ended) controller.abort(new Error('ended before it began'));
      },
      onResponseStart: (_controller, status, headers) => {
        if (status >= 200 && !this.#ended) this.#onHead(status, headers);
      },
      onResponseData: (_controller, chunk) => {
        if (!this.#ended) this.#onData(chunk);
      },
      onResponseEnd: () => {
        if (!this.#ended) this.#onEnd();
      },
      onResponseError: (_controller, error) => {
        if (!this.#ended) this.#onError(error);
      },
    };
  }

  #onHead(status: number, headers: IncomingHttpHeaders): void {
    const { mayFailOver, keyName, upstream } = this.#request;
    this.#outcome.httpStatus = status;
    this.#outcome.requestId = requestIdOf(headers);
    this.#outcome.failure = keyFailure(status, headers);
    const refusal = replacement(status, headers, keyName);
    if (refusal || (this.#outcome.failure && mayFailOver)) this.#readError(refusal?.reason ?? `http_${status}`, refusal);
    else if (status === 400 && upstream.plain) this.#keep((text) => this.#tryPlain(text, () => this.#pass(status, headers)));
    else this.#pass(status, headers);
  }

  /** Takes the provider's words for the ledger; then the try is over. */
  #readError(reason: string, refusal: Refusal | null): void {
    const end = (text: string) => {
      clearTimeout(waited);
      this.#outcome.errorMessage = messageOfError(text);
      this.#end(reason, refusal);
      this.#controller?.abort(new Error('another key is tried'));
    };
    this.#keep(end);
    const waited = setTimeout(() => this.#decide(), MOST_WAITED_FOR_ERROR);
  }

  /** From here on the answer is the client's. */
  #pass(status: number, headers: IncomingHttpHeaders): void {
    this.#outcome.isUnseen = false;
    const handling = this.#request.upstream.handle(status, String(headers['content-type'] ?? ''));
    // A stream that may be ended before its end is ended between two events.
    if (this.#request.budget && handling.cut) handling.filter ??= wholeEvents();
    this.#handling = handling;
    this.#outcome.meter = handling.meter;
    const passed = clientHeaders(headers);
    if (handling.filter) delete passed['content-length'];
    this.#response.writeHead(status, passed);
    // One packet with the body's beginning where that is here already; else the head goes alone, at once.
    setImmediate(() => {
      if (!this.#ended && this.#outcome.firstByteMs === null) this.#response.flushHeaders();
    });
  }

  #onData(chunk: Buffer): void {
    if (!this.#kept) {
      this.#passOn(chunk);
      return;
    }
    this.#kept.parts.push(chunk);
    this.#kept.size += chunk.length;
    if (this.#kept.size > MOST_READ_OF_ERROR) this.#decide();
  }

  #passOn(chunk: Buffer): void {
    const now = performance.now();
    this.#outcome.firstByteMs ??= Math.round(now - this.#started);
    const { filter, meter } = this.#handling ?? {};
    this.#write(filter ? filter.push(chunk) : chunk);
    meter?.push(chunk);
    if (!meter || this.#ended) return;
    const reading = meter.reading();
    if (reading.matchId && (this.#toldAt === null || now - this.#toldAt > PROGRESS_EVERY_MS)) {
      this.#toldAt = now;
      this.#request.onProgress(meter, this.#outcome.requestId, this.#outcome.firstByteMs);
    }
    const { budget } = this.#request;
    if (budget && !reading.complete && reading.output.hasReached(budget.outputTokens)) this.#stopAtBudget(budget.figures(reading));
  }

  #write(bytes: Buffer | null): void {
    if (bytes === null || bytes.length === 0 || this.#response.write(bytes)) return;
    this.#controller?.pause();
    this.#stalled ??= setTimeout(() => this.#cut('client_stalled'), MOST_STALLED);
  }

  /** The stream reached what its budgets granted. */
  #stopAtBudget(figures: Tokens): void {
    const { cut } = this.#handling ?? {};
    if (!cut) {
      this.#cut('budget_reached');
      return;
    }
    this.#response.end(cut(figures));
    this.#end('budget_reached');
    this.#controller?.abort(new Error('budget_reached'));
  }

  #keep(decide: (text: string) => void): void {
    this.#kept = { parts: [], size: 0, decide };
  }

  #decide(): void {
    const kept = this.#kept;
    this.#kept = null;
    if (!kept || this.#ended) return;
    const bytes = Buffer.concat(kept.parts);
    kept.decide(bytes.toString('utf8'));
    if (!this.#ended && bytes.length > 0) this.#passOn(bytes);
  }

  /** Where the provider does not know something that we added, the request is worth another try without it. */
  #tryPlain(answer: string, pass: () => void): void {
    this.#outcome.plain = this.#request.upstream.plain?.(answer) ?? null;
    if (!this.#outcome.plain) pass();
    else {
      this.#end('not_understood');
      this.#controller?.abort(new Error('asked again in plainer words'));
    }
  }

  #onEnd(): void {
    this.#decide();
    if (this.#ended) return;
    this.#write(this.#handling?.filter?.end() ?? null);
    this.#response.end();
    this.#handling?.meter.end();
    this.#end('');
  }

  #onError(error: Error): void {
    this.#decide();
    if (this.#ended) return;
    if (this.#outcome.isUnseen) {
      const refusal = unreachable(error);
      // One that is slow may have begun to work: another try would be paid twice.
      if (refusal.reason === 'provider_unreachable') this.#outcome.failure = unreachableFailure;
      this.#end(refusal.reason, refusal);
    } else this.#cut(isTimeout(error) ? 'provider_timeout' : 'provider_cut');
  }

  #cut(reason: string): void {
    this.#end(reason);
    this.#controller?.abort(new Error(reason));
    this.#response.destroy();
  }

  #end(reason: string, refusal: Refusal | null = null): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#stalled);
    this.#underWay.delete(this.#onStop);
    this.#response.off('close', this.#onClose).off('drain', this.#onDrain);
    this.#resolve({ ...this.#outcome, reason, refusal });
  }
}

/**
 * Sends a request on and its answer back, byte by byte as it comes, each way no faster than the other side takes it. Answers once, however
 * the call ends: done, refused, cut by either side or by us. What reaches the client is never held up by metering.
 */
export function forward(dispatcher: Dispatcher, request: ForwardedRequest, response: ServerResponse, underWay: UnderWay): Promise<Outcome> {
  return new Promise((resolve) => new Forwarding(request, response, underWay, resolve).start(dispatcher));
}
