import type { AgentCommand, CommandBody } from '@open-ace/contracts/command';
import type { Log } from '../logger.ts';
import { Refusal } from '../refusal.ts';
import { shortened } from '../text.ts';
import type { Journal } from './journal.ts';
import type { CommandKind, Outcome } from './outcome.ts';

type BodyOf<Kind extends CommandKind> = Extract<CommandBody, { kind: Kind }>;

/** Tells the server how far a command is: the end of what there is to say. */
type Tell = (progress: string) => void;

/** One handler a kind of command. What it returns goes to the server as JSON. */
export type Handlers = { readonly [Kind in CommandKind]: (body: BodyOf<Kind>, tell: Tell) => Promise<unknown> };

export interface Report extends Omit<Outcome, 'status'> {
  readonly commandId: string;
  readonly status: 'started' | 'progress' | Outcome['status'];
  readonly progress?: string;
}

export interface ExecutorOptions {
  readonly journal: Journal;
  readonly handlers: Handlers;
  /** Resolves once the server has it, and rejects only when there is no more use in telling. */
  readonly report: (report: Report) => Promise<void>;
  readonly log: Log;
}

/**
 * Runs what the server asks for, each command at most once: those of one session one after the other, sessions side by side. The
 * server sends every unfinished command again on each connection; the journal says which of them were begun.
 */
export class Executor {
  readonly #options: ExecutorOptions;
  readonly #chains = new Map<string, Promise<void>>();
  readonly #taken = new Set<string>();

  constructor(options: ExecutorOptions) {
    this.#options = options;
    for (const { id, outcome } of options.journal.unreported()) void this.#tell(id, outcome);
  }

  receive({ id, body }: AgentCommand): void {
    if (this.#taken.has(id)) return;
    this.#taken.add(id);
    const outcome = this.#options.journal.outcomeOf(id);
    if (outcome) {
      void this.#tell(id, outcome).finally(() => this.#taken.delete(id));
      return;
    }
    const key = 'sessionId' in body ? body.sessionId : body.kind;
    const before = this.#chains.get(key) ?? Promise.resolve();
    const done = before.then(() => this.#run(id, body)).finally(() => this.#chains.get(key) === done && this.#chains.delete(key));
    this.#chains.set(key, done);
  }

  async #run(id: string, body: CommandBody): Promise<void> {
    const { journal, log } = this.#options;
    // Looking at the log must not fill it.
    const level = body.kind === 'log.tail' ? 'debug' : 'info';
    try {
      if (!(await journal.begin(id, body.kind))) return;
      const begun = this.#report({ commandId: id, status: 'started' });
      log[level]({ commandId: id, kind: body.kind }, 'command started');
      let telling = begun;
      const outcome = await this.#outcome(body, (progress) => {
        telling = telling.then(() => this.#report({ commandId: id, status: 'progress', progress }));
      });
      await journal.finish(id, body.kind, outcome);
      log[level]({ commandId: id, kind: body.kind, status: outcome.status }, 'command finished');
      // In order: a late "started" must not follow the end.
      void telling.then(() => this.#tell(id, outcome)).finally(() => this.#taken.delete(id));
    } catch (error) {
      log.error({ err: error, commandId: id, kind: body.kind }, 'a command could not be journalled');
    }
  }

  async #outcome(body: CommandBody, tell: Tell): Promise<Outcome> {
    try {
      const handler = this.#options.handlers[body.kind] as (body: CommandBody, tell: Tell) => Promise<unknown>;
      const result = await handler(body, tell);
      return result === undefined ? { status: 'done' } : { status: 'done', result: JSON.stringify(result) };
    } catch (error) {
      if (!(error instanceof Refusal)) this.#options.log.error({ err: error, kind: body.kind }, 'a command failed');
      const message = error instanceof Error ? error.message : String(error);
      return { status: 'failed', error: shortened(error instanceof Refusal ? message : `The agent failed: ${message}`, 2000) };
    }
  }

  async #tell(id: string, outcome: Outcome): Promise<void> {
    const { journal, log } = this.#options;
    if (!(await this.#report({ commandId: id, ...outcome }))) return;
    await journal.reported(id).catch((error: unknown) => log.error({ err: error, commandId: id }, 'the journal cannot be written'));
  }

  async #report(report: Report): Promise<boolean> {
    try {
      await this.#options.report(report);
      return true;
    } catch (error) {
      this.#options.log.debug({ err: error, commandId: report.commandId }, 'a report was not taken');
      return false;
    }
  }
}
