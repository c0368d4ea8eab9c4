import type { AgentCommand } from '@open-ace/contracts/command';
import type { MachineFacts, Welcome } from '@open-ace/contracts/machine';
import { backoff } from '../backoff.ts';
import { Bell } from '../bell.ts';
import { Ending, exitCodes } from '../ending.ts';
import type { Log } from '../logger.ts';
import { pause } from '../pause.ts';
import type { Credential } from '../state/credential.ts';
import { type Api, httpApi, openLine } from './client.ts';
import { type Fault, faultOf } from './fault.ts';

export interface ConnectionOptions {
  readonly credential: Credential;
  readonly instanceId: string;
  /** Asked for at every hello. */
  readonly facts: () => Promise<MachineFacts>;
  readonly onWelcome: (welcome: Welcome) => void;
  readonly onCommand: (command: AgentCommand) => void;
  readonly log: Log;
}

/** A line that held this long was a good one: the next attempt after it is a first one again. */
const goodLineMs = 30_000;

/** The one connection to the server, always outward: hello over HTTP, commands over a WebSocket, everything else by calls over HTTP. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #api: Api;
  readonly #changed = new Bell();
  #online = false;
  /** The server takes this machine to be there. */
  #isGreeted = false;
  #isLeaving = false;
  #drop: (fault: Fault) => void = () => {};

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#api = httpApi(options.credential.serverUrl, options.credential.credential);
  }

  get isOnline(): boolean {
    return this.#online;
  }

  /** Keeps connected until the signal. Throws an Ending when the server refuses this machine. */
  async run(signal: AbortSignal): Promise<void> {
    const { log } = this.#options;
    let attempt = 0;
    let told = '';
    while (!signal.aborted && !this.#isLeaving) {
      const startedAt = Date.now();
      const fault = await this.#once(signal);
      if (signal.aborted || !fault) return;
      if (fault.kind === 'credential') {
        throw new Ending(
          `The server does not accept this machine any more: ${fault.message} Enrol it again with a new registration token: openace-agent enrol --server ${this.#options.credential.serverUrl} --token <token>`,
          exitCodes.refused,
        );
      }
      if (Date.now() - startedAt >= goodLineMs) attempt = 0;
      const waitMs = fault.retryAfterMs + backoff(attempt++);
      // The same sentence every minute would only fill the log.
      const level = fault.message === told ? 'debug' : 'warn';
      told = fault.message;
      log[level]({ code: fault.code, reason: fault.reason, error: fault.message, waitMs: Math.round(waitMs) }, 'not connected');
      await pause(waitMs, signal);
    }
  }

  /**
   * Calls the server once there is a connection, and again for as long as what fails may pass. Throws what it answers otherwise,
   * or the signal's reason.
   */
  async call<T>(work: (api: Api) => Promise<T>, signal?: AbortSignal): Promise<T> {
    for (let attempt = 0; ; ) {
      while (!this.#online && !signal?.aborted) await this.#changed.heard(signal);
      signal?.throwIfAborted();
      try {
        return await work(this.#api);
      } catch (error) {
        const fault = faultOf(error);
        if (fault.kind === 'answer') throw error;
        // Hello tells whether it is true, and then what to do.
        if (fault.kind !== 'passing') this.#drop(fault);
        await pause(fault.retryAfterMs + backoff(attempt++), signal);
      }
    }
  }

  /** Asks the server anew what this machine has to know. */
  async refresh(signal?: AbortSignal): Promise<void> {
    const { instanceId, facts, onWelcome } = this.#options;
    const told = await facts();
    onWelcome(await this.call((api) => api.machine.hello.mutate({ instanceId, facts: told }), signal));
  }

  /** Tells that this machine goes offline now, and does not come back. */
  async goodbye(timeoutMs: number): Promise<void> {
    this.#isLeaving = true;
    if (!this.#isGreeted) return;
    const { instanceId } = this.#options;
    await this.#api.machine.goodbye.mutate({ instanceId }, { signal: AbortSignal.timeout(timeoutMs) }).catch(() => undefined);
  }

  /** One connection, from hello to its end; why it ended. */
  async #once(signal: AbortSignal): Promise<Fault | null> {
    const { instanceId, facts, onWelcome, log } = this.#options;
    try {
      // A signal of its own for each call: the client never takes its listeners off again.
      const welcome = await this.#api.machine.hello.mutate({ instanceId, facts: await facts() }, { signal: AbortSignal.any([signal]) });
      this.#isGreeted = true;
      log.info({ machineId: welcome.machineId, historyPolicy: welcome.historyPolicy }, 'connected');
      onWelcome(welcome);
      return await this.#hold(welcome, signal);
    } catch (error) {
      return signal.aborted ? null : faultOf(error);
    } finally {
      this.#online = false;
      this.#isGreeted = false;
      this.#drop = () => {};
    }
  }

  #hold(welcome: Welcome, signal: AbortSignal): Promise<Fault | null> {
    const { credential, instanceId, onCommand } = this.#options;
    return new Promise((resolve) => {
      const end = (fault: Fault | null) => {
        clearInterval(heart);
        signal.removeEventListener('abort', stop);
        subscription.unsubscribe();
        line.close();
        resolve(fault);
      };
      const stop = () => end(null);
      const line = openLine(credential.serverUrl, credential.credential, (code) => end(lineClosed(code)));
      const subscription = line.api.machine.commands.subscribe(
        { instanceId },
        {
          onStarted: () => {
            this.#online = true;
            this.#changed.ring();
          },
          onData: ({ data }) => onCommand(data),
          onError: (error) => end(faultOf(error)),
          onComplete: () => end(lineClosed(undefined)),
        },
      );
      const heart = setInterval(() => {
        this.#api.machine.heartbeat.mutate({ instanceId }).catch((error: unknown) => {
          const fault = faultOf(error);
          if (fault.kind !== 'passing') end(fault);
        });
      }, welcome.heartbeatSeconds * 1000);
      this.#drop = end;
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
    });
  }
}

const lineClosed = (code: number | undefined): Fault => ({
  kind: 'passing',
  code: 'UNREACHABLE',
  reason: '',
  message: `the connection was closed${code ? ` (${code})` : ''}`,
  retryAfterMs: 0,
});
