import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Dispatcher } from 'undici';
import { isTimeout, whyUnreachable } from '#platform/outbound/explain';
import { clientHeaders } from './headers.ts';
import type { Meter } from './protocol.ts';
import { Refusal } from './refusal.ts';
import type { UnderWay } from './under-way.ts';

export interface ForwardedRequest {
  origin: string;
  path: string;
  headers: string[];
  body: Buffer;
  /** The name of the key that it goes out with, for what an administrator must do. */
  keyName: string;
  meterFor(status: number, contentType: string): Meter;
  /** Called once, when the provider has begun a message. */
  onAnswered(meter: Meter, requestId: string | null): void;
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
  /** What the client is to be told in place of the provider's answer. */
  refusal: Refusal | null;
}

/** A client that takes nothing for so long is gone, or keeps the call open on purpose. */
const MOST_STALLED = 120_000;

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

/**
 * Sends a request on and its answer back, byte by byte as it comes, each way no faster than the other side takes it. Answers once, however
 * the call ends: done, refused, cut by either side or by us. What reaches the client is never held up by metering.
 */
export function forward(dispatcher: Dispatcher, request: ForwardedRequest, response: ServerResponse, underWay: UnderWay): Promise<Outcome> {
  const started = performance.now();
  const outcome: Outcome = { httpStatus: null, reason: '', requestId: null, firstByteMs: null, meter: null, refusal: null };
  return new Promise((resolve) => {
    let controller: Dispatcher.DispatchController | undefined;
    let stalled: NodeJS.Timeout | undefined;
    let ended = false;
    let noted = false;

    const end = (reason: string, refusal: Refusal | null = null) => {
      if (ended) return;
      ended = true;
      clearTimeout(stalled);
      underWay.delete(onStop);
      response.off('close', onClose).off('drain', onDrain);
      resolve({ ...outcome, reason, refusal });
    };
    const cut = (reason: string) => {
      end(reason);
      controller?.abort(new Error(reason));
      response.destroy();
    };
    const onClose = () => cut('client_closed');
    const onStop = () => cut('server_stopped');
    const onDrain = () => {
      clearTimeout(stalled);
      controller?.resume();
    };

    if (response.destroyed) return end('client_closed');
    if (underWay.stopped) return cut('server_stopped');
    response.on('close', onClose).on('drain', onDrain);
    underWay.add(onStop);

    dispatcher.dispatch(
      { origin: request.origin, path: request.path, method: 'POST', headers: request.headers, body: request.body },
      {
        onRequestStart(given) {
          controller = given;
          if (ended) given.abort(new Error('ended before it began'));
        },
        onResponseStart(given, status, headers) {
          if (status < 200 || ended) return;
          outcome.httpStatus = status;
          outcome.requestId = requestIdOf(headers);
          const refusal = replacement(status, headers, request.keyName);
          if (refusal) {
            end(refusal.reason, refusal);
            given.abort(new Error(refusal.reason));
            return;
          }
          outcome.meter = request.meterFor(status, String(headers['content-type'] ?? ''));
          response.writeHead(status, clientHeaders(headers));
          // One packet with the body's beginning where that is here already; else the head goes alone, at once.
          setImmediate(() => {
            if (!ended && outcome.firstByteMs === null) response.flushHeaders();
          });
        },
        onResponseData(given, chunk) {
          if (ended) return;
          outcome.firstByteMs ??= Math.round(performance.now() - started);
          if (!response.write(chunk)) {
            given.pause();
            stalled = setTimeout(cut, MOST_STALLED, 'client_stalled');
          }
          outcome.meter?.push(chunk);
          if (!noted && outcome.meter?.reading().matchId) {
            noted = true;
            request.onAnswered(outcome.meter, outcome.requestId);
          }
        },
        onResponseEnd() {
          if (ended) return;
          response.end();
          outcome.meter?.end();
          end('');
        },
        onResponseError(_given, error) {
          if (ended) return;
          if (response.headersSent) return cut(isTimeout(error) ? 'provider_timeout' : 'provider_cut');
          const refusal = unreachable(error);
          end(refusal.reason, refusal);
        },
      },
    );
  });
}
