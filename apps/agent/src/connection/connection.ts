import type { AgentCommand } from '@open-ace/contracts/command';
import type { Hello, MachineFacts, Vitals, Welcome } from '@open-ace/contracts/machine';
import { backoff } from '../backoff.ts';
import { Bell } from '../bell.ts';
import type { Trust } from '../config.ts';
import { Ending, exitCodes } from '../ending.ts';
import type { Log } from '../logger.ts';
import { pause } from '../pause.ts';
import type { Credential } from '../state/credential.ts';
import { type Api, httpApi } from './client.ts';
import { type Fault, faultOf } from './fault.ts';
import { followCommands } from './follow-commands.ts';
import { type PollTiming, pollCommands, usualTiming } from './poll-commands.ts';

export interface ConnectionOptions {
  readonly credential: Credential;
  readonly trust: Trust;
  readonly instanceId: string;
  /** Asked for at every hello. */
  readonly facts: () => Promise<MachineFacts>;
  /** Told at every hello and with every heartbeat. */
  readonly vitals: () => Promise<Vitals>;
  readonly onWelcome: (welcome: Welcome) => void;
  readonly onCommand: (command: AgentCommand) => void;
  readonly log: Log;
  readonly timing?: PollTiming;
}

/** A line that held this long was a good one: the next attempt after it is a first one again. */
const goodLineMs = 30_000;
/** So many WebSockets in a row that never stood, although plain HTTP works, are no accident. */
const closedLinesBeforePolling = 3;

/** The one connection to the server, always outward: hello over HTTP, commands over a WebSocket, everything else by calls over HTTP. */
export class Connection {
  readonly #options: ConnectionOptions;
  #credential: Credential;
  #api: Api;
  readonly #changed = new Bell();
  #online = false;
  /** The server takes this machine to be there. */
  #isGreeted = false;
  #isLeaving = false;
  #closedLines = 0;
  #drop: (fault: Fault) => void = () => {};

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#credential = options.credential;
    this.#api = this.#apiWith(options.credential);
  }

  get isOnline(): boolean {
    return this.#online;
  }

  #apiWith({ serverUrl, credential }: Credential): Api {
    return httpApi(serverUrl, this.#options.trust, credential);
  }

  /** From now on it comes with this credential, which it does at once: the server waits for that before it forgets the old one. */
  async takeCredential(credential: Credential, signal?: AbortSignal): Promise<void> {
    this.#credential = credential;
    this.#api = this.#apiWith(credential);
    await this.refresh(signal);
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
          `The server does not accept this machine any more: ${fault.message} Enrol it again with a new registration token: openace-agent enrol --server ${this.#credential.serverUrl} --token <token>`,
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

  async #hello(): Promise<Hello> {
    const { instanceId, facts, vitals } = this.#options;
    return { instanceId, facts: await facts(), vitals: await vitals() };
  }

  /** Asks the server anew what this machine has to know. */
  async refresh(signal?: AbortSignal): Promise<void> {
    const told = await this.#hello();
    this.#options.onWelcome(await this.call((api) => api.machine.hello.mutate(told), signal));
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
    const { onWelcome, log } = this.#options;
    try {
      // A signal of its own for each call: the client never takes its listeners off again.
      const welcome = await this.#api.machine.hello.mutate(await this.#hello(), { signal: AbortSignal.any([signal]) });
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
    const { instanceId, vitals } = this.#options;
    return new Promise((resolve) => {
      let release = () => {};
      let isEnded = false;
      const end = (fault: Fault | null) => {
        isEnded = true;
        clearInterval(heart);
        signal.removeEventListener('abort', stop);
        release();
        resolve(fault);
      };
      const stop = () => end(null);
      const beat = async () => {
        try {
          await this.#api.machine.heartbeat.mutate({ instanceId, vitals: await vitals() });
        } catch (error) {
          const fault = faultOf(error);
          if (fault.kind !== 'passing') end(fault);
        }
      };
      const heart = setInterval(beat, welcome.heartbeatSeconds * 1000);
      this.#drop = end;
      signal.addEventListener('abort', stop, { once: true });
      release = this.#receive(end);
      if (isEnded) release();
      else if (signal.aborted) stop();
    });
  }

  /** Commands come until `end` is called, or what this returns. */
  #receive(end: (fault: Fault) => void): () => void {
    const { trust, instanceId, onCommand, log, timing = usualTiming } = this.#options;
    const isPolling = this.#closedLines >= closedLinesBeforePolling;
    const source = {
      credential: this.#credential,
      trust,
      api: this.#api,
      instanceId,
      onReady: () => {
        if (!isPolling) this.#closedLines = 0;
        this.#online = true;
        this.#changed.ring();
      },
      onCommand,
    };
    if (isPolling) {
      log.warn('WebSockets do not get through to the server: commands are asked for each second');
      const onEnd = (fault: Fault) => {
        if (fault.code === 'LINE_WORKS') this.#closedLines = 0;
        end(fault);
      };
      return pollCommands({ ...source, onEnd }, timing);
    }
    // Counted until it stands: the server has just answered over plain HTTP.
    this.#closedLines += 1;
    return followCommands({ ...source, onEnd: end });
  }
}
