import type { CommandBody } from '@open-ace/contracts/command';
import type { SessionEvent } from '@open-ace/contracts/session-events';
import { type ToolId, toolName } from '@open-ace/contracts/tools';
import type { Box } from '../box/box.ts';
import { Outlet } from '../box/outlet.ts';
import type { Driver, DriverSession, ProcessEnd, Prompt, SessionStart } from '../drivers/driver.ts';
import type { Drivers } from '../drivers/drivers.ts';
import type { Tools } from '../facts/tools.ts';
import { type Places, requireFolder } from '../folders/forbidden.ts';
import { repositoryOf } from '../git/repository.ts';
import type { Log } from '../logger.ts';
import { Refusal } from '../refusal.ts';
import { shortened, sound } from '../text.ts';
import type { LiveSessions } from './live.ts';
import { type Cause, orphaned, processEnded } from './process-end.ts';

type Body<Kind extends CommandBody['kind']> = Extract<CommandBody, { kind: Kind }>;

export interface SessionsOptions {
  readonly drivers: Pick<Drivers, 'find'>;
  readonly tools: Pick<Tools, 'find'>;
  readonly places: Places;
  /** Most sessions that have a process at the same time. */
  readonly maxSessions: number;
  readonly serverUrl: string;
  readonly box: Pick<Box, 'append'>;
  readonly live: LiveSessions;
  readonly log: Log;
}

/** A session with a process. */
interface Running {
  readonly outlet: Outlet;
  readonly driver: Driver;
  readonly session: DriverSession;
  start: SessionStart;
  cause: Cause;
  /** Resolves when its end was told. */
  finished: Promise<void>;
}

/** The sessions of this machine: their processes, and what of their lives the server hears. */
export class Sessions {
  readonly #options: SessionsOptions;
  readonly #running = new Map<string, Running>();
  /** Those that may soon run: of two that start at once, the second is counted as well. */
  readonly #starting = new Set<string>();
  #isStopping = false;

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  /** Tells of processes that died with an earlier agent, before anything else is told. Does not wait for room in the box. */
  async reportOrphans(): Promise<void> {
    const { live, box, log } = this.#options;
    for (const sessionId of await live.list()) {
      box
        .append(sessionId, orphaned)
        .then(() => live.remove(sessionId))
        .catch((error: unknown) => log.error({ err: error, sessionId }, 'the end of a session could not be told'));
    }
  }

  async start(body: Body<'session.start'>): Promise<void> {
    const { sessionId, message, toolSessionId, model, permissionMode, resume, forkOf, allowedRules, args } = body;
    const { box, log } = this.#options;
    // Told to start what runs already: the server has lost track of it, and with the new start comes a new token.
    await this.#end(sessionId, 'replaced');
    const outlet = new Outlet((event) => box.append(sessionId, event));
    if (message) await outlet.emit(userMessage(message));
    const { driver, tool, cwd, gateway } = await this.#requirements(body);
    const emit = (event: SessionEvent) => outlet.emit(event);
    const start = { tool, cwd, model, permissionMode, toolSessionId, resume, forkOf, allowedRules, args, gateway, emit };
    const { session } = await this.#withinLimit(sessionId, () => this.#launch(sessionId, driver, start, outlet));
    log.info({ sessionId, tool: tool.tool, version: tool.version, permissionMode, resume }, 'a session has a process');
    if (message) await session.send(message);
  }

  async send({ sessionId, ...message }: Body<'session.send'>): Promise<void> {
    const { box } = this.#options;
    const running = this.#running.get(sessionId);
    if (!running) {
      await box.append(sessionId, userMessage(message));
      await box.append(sessionId, { type: 'error', message: 'This message was not delivered: the process had ended. Send it again.' });
      throw notRunning();
    }
    await running.outlet.emit(userMessage(message));
    await running.session.send(message);
  }

  async respond({ sessionId, requestId, behavior, rule }: Body<'session.respond'>): Promise<void> {
    const running = this.#require(sessionId);
    await running.session.respond(requestId, behavior, rule);
    if (rule !== null) running.start = { ...running.start, allowedRules: [...running.start.allowedRules, rule] };
  }

  /** Of a session without a process there is nothing to tell: the next start brings them. */
  async setRules({ sessionId, allowedRules }: Body<'session.setRules'>): Promise<void> {
    const running = this.#running.get(sessionId);
    if (!running) return;
    running.start = { ...running.start, allowedRules };
    running.session.setRules(allowedRules);
  }

  async interrupt({ sessionId }: Body<'session.interrupt'>): Promise<void> {
    await this.#require(sessionId).session.interrupt();
  }

  async setModel({ sessionId, model }: Body<'session.setModel'>): Promise<void> {
    const running = this.#require(sessionId);
    if (await running.session.setModel(model)) running.start = { ...running.start, model };
    else await this.#startAgain(sessionId, running, { model }, { type: 'model_changed', model });
  }

  async setMode({ sessionId, permissionMode }: Body<'session.setMode'>): Promise<void> {
    const running = this.#require(sessionId);
    if (await running.session.setMode(permissionMode)) running.start = { ...running.start, permissionMode };
    else await this.#startAgain(sessionId, running, { permissionMode }, { type: 'mode_changed', permissionMode });
  }

  async stop({ sessionId }: Body<'session.stop'>): Promise<void> {
    await this.#end(sessionId, 'stopped');
  }

  /** The agent stops: every process ends, and can be gone on with later. */
  async stopAll(): Promise<void> {
    this.#isStopping = true;
    await Promise.all([...this.#running.keys()].map((sessionId) => this.#end(sessionId, 'agent-stopped')));
  }

  #require(sessionId: string): Running {
    const running = this.#running.get(sessionId);
    if (!running) throw notRunning();
    return running;
  }

  async #withinLimit<T>(sessionId: string, launch: () => Promise<T>): Promise<T> {
    const { maxSessions } = this.#options;
    if (this.#running.size + this.#starting.size >= maxSessions) {
      const limit = maxSessions === 1 ? 'one session' : `${maxSessions} sessions`;
      throw new Refusal(`This machine runs at most ${limit} at a time. Stop one, or let whoever runs the machine raise maxSessions.`);
    }
    this.#starting.add(sessionId);
    try {
      return await launch();
    } finally {
      this.#starting.delete(sessionId);
    }
  }

  async #requirements({ tool, cwd, gateway }: Body<'session.start'>) {
    const { drivers, tools, places, serverUrl } = this.#options;
    const driver = drivers.find(tool);
    if (!driver) throw new Refusal(`This agent cannot start ${toolName(tool)} yet.`);
    const found = await tools.find(tool);
    if (!found) throw new Refusal(missing(tool));
    const { problem } = driver.describe(found.version);
    if (problem !== '') throw new Refusal(problem);
    if (!gateway) throw new Refusal('The server did not say where the calls of this session go.');
    return {
      driver,
      tool: found,
      cwd: await requireFolder(cwd, places),
      gateway: { url: serverUrl + gateway.path, token: gateway.token },
    };
  }

  async #launch(sessionId: string, driver: Driver, start: SessionStart, outlet: Outlet): Promise<Running> {
    if (this.#isStopping) throw new Refusal('The agent on this machine is being stopped.');
    const { live } = this.#options;
    await live.add(sessionId);
    const session = await driver.start(start).catch(async (error: unknown) => {
      await live.remove(sessionId);
      throw error;
    });
    const running: Running = { outlet, driver, session, start, cause: null, finished: Promise.resolve() };
    this.#running.set(sessionId, running);
    // A CLI that makes its own ids has made one by now.
    running.start = { ...start, toolSessionId: session.toolSessionId, forkOf: null };
    await outlet.emit(await processStarted(running.start));
    running.finished = session.ended
      .then((end) => this.#ended(sessionId, running, end))
      .catch((error: unknown) => this.#options.log.error({ err: error, sessionId }, 'the end of a session could not be told'));
    if (this.#isStopping) await this.#end(sessionId, 'agent-stopped');
    return running;
  }

  /** In place of a process that cannot change while it runs. */
  async #startAgain(sessionId: string, running: Running, change: Partial<SessionStart>, told: SessionEvent): Promise<void> {
    const { driver, outlet, session, start } = running;
    if (session.isBusy) throw new Refusal('The CLI changes to this between turns only. Wait for the turn to end, or interrupt it.');
    await this.#end(sessionId, 'replaced');
    try {
      await this.#launch(sessionId, driver, { ...start, ...change, resume: true }, outlet);
    } catch (error) {
      const stderr = error instanceof Error ? error.message : String(error);
      await outlet.emit(processEnded({ exitCode: null, stderr }, null));
      throw error;
    }
    await outlet.emit(told);
  }

  async #ended(sessionId: string, running: Running, end: ProcessEnd): Promise<void> {
    const { live, log } = this.#options;
    this.#running.delete(sessionId);
    log.info({ sessionId, cause: running.cause, exitCode: end.exitCode }, 'the process of a session has ended');
    if (running.cause === 'replaced') return;
    await running.outlet.emit(processEnded(end, running.cause));
    await live.remove(sessionId);
  }

  async #end(sessionId: string, cause: Cause): Promise<void> {
    const running = this.#running.get(sessionId);
    if (!running) return;
    running.cause = cause;
    await running.session.stop();
    await running.finished;
  }
}

async function processStarted({ tool, toolSessionId, model, cwd }: SessionStart): Promise<SessionEvent> {
  const repository = await repositoryOf(cwd);
  return {
    type: 'process_started',
    toolSessionId,
    toolVersion: shortened(tool.version, 100),
    model,
    gitRemote: sound(repository?.remote ?? ''),
    gitBranch: sound(repository?.branch ?? ''),
  };
}

const userMessage = ({ messageId, text, images }: Prompt & { messageId: string }): SessionEvent => ({
  type: 'user_message',
  messageId,
  text: sound(text),
  ...(images.length > 0 && { images: [...images] }),
});

const notRunning = () => new Refusal('The process of this session has ended. Send a message to go on.');

const missing = (tool: ToolId) => `${toolName(tool)} was not found on this machine, or does not start.`;
