import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../setup/failure.mjs';
import { tail } from '../setup/processes.mjs';
import { isEnrolled, startAgent, startServer } from './children.mjs';
import { supervise } from './supervise.mjs';

const serverLimit = { deaths: 5, withinMs: 60_000 };
const healthTimeoutMs = 120_000;

/**
 * Server and agent as one thing that runs and stops. `failed` resolves with a Failure when the server cannot be kept alive.
 *
 * @param {{ env: NodeJS.ProcessEnv, dataFolder: string, address: { port: number, host: string }, logs: ReturnType<typeof import('./logs.mjs').openLogs>, say: (line: string) => void, signal: AbortSignal }} options
 */
export function createSystem({ env, dataFolder, address, logs, say, signal }) {
  const failed = deferred();
  const listening = deferred();
  let serverEnv = env;
  let shownUrl;
  let localUrl;
  let setupLink;
  /** @type {(link: string) => void} */
  let onSetupLink;
  let registrationToken;
  let server;
  let agent;

  const fail = (sentence) => failed.resolve(new Failure(sentence, { tail: tail(logs.fileOf('server')) }));

  function onMessage(message) {
    if (message.type === 'listening') {
      // What people type may be the address of a proxy; we and the agent speak to the server itself.
      shownUrl = message.url;
      const port = address.port || Number(new URL(message.url).port);
      localUrl = `http://${reachable(address.host)}:${port}`;
      // A port that the system chose must stay when the server is started again.
      serverEnv = { ...env, PORT: String(port) };
      listening.resolve();
    }
    if (message.type === 'setup-link') {
      setupLink = message.url;
      onSetupLink?.(setupLink);
    }
    if (message.type === 'registration-token') {
      registrationToken = message.token;
      runAgent();
    }
  }

  function runAgent() {
    if (signal.aborted || agent) return;
    agent = supervise({
      name: 'The agent',
      start: () => startAgent({ env, logs, dataFolder, serverUrl: localUrl, registrationToken }),
      say,
    });
  }

  return {
    failed: failed.promise,

    /** Resolves with the address for people when /health answers. */
    async startServer() {
      server = supervise({
        name: 'The server',
        start: () => startServer({ env: serverEnv, logs }),
        say,
        onMessage,
        limit: serverLimit,
        onGivenUp: (reason) => fail(`${reason}; its log is ${logs.fileOf('server')}.`),
      });
      const tooLate = setTimeout(
        () => fail(`The server did not answer within ${healthTimeoutMs / 1000} s; its log is ${logs.fileOf('server')}.`),
        healthTimeoutMs,
      );
      try {
        const healthy = listening.promise.then(() => untilHealthy(() => localUrl, signal));
        const failure = await Promise.race([healthy, failed.promise, aborted(signal)]);
        if (failure) throw failure;
        return shownUrl;
      } finally {
        clearTimeout(tooLate);
      }
    },

    /** An agent that an earlier run enrolled needs no token. */
    startEnrolledAgent() {
      if (isEnrolled(dataFolder)) runAgent();
    },

    /** Calls back with the one-time link, now or whenever the server gives one. */
    onSetupLink(listener) {
      onSetupLink = listener;
      if (setupLink) listener(setupLink);
    },

    async stop() {
      await Promise.all([agent?.stop(), server?.stop()]);
    },

    kill() {
      agent?.kill();
      server?.kill();
    },
  };
}

async function untilHealthy(url, signal) {
  while (!signal.aborted) {
    const answer = await fetch(`${url()}/health`, { signal: AbortSignal.timeout(2000) }).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(50);
  }
}

/** "Every address" is one to listen on, not one to call. */
function reachable(host) {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

function deferred() {
  /** @type {(value?: unknown) => void} */
  let resolve;
  const promise = new Promise((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

function aborted(signal) {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
