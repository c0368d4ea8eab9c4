import type { SessionEvent } from '@open-ace/contracts/session-events';
import type { PermissionMode } from '@open-ace/contracts/tools';
import { Refusal } from '../../refusal.ts';
import { CliProcess } from '../cli-process.ts';
import type { DriverSession, ProcessEnd, Prompt, SessionStart } from '../driver.ts';
import type { Guardian } from '../guardian.ts';
import { Control } from './control.ts';
import type { Dialect, Launch } from './dialect.ts';
import { count, type Fields, fields, parseLine, text } from './fields.ts';
import { type Answer, Permissions } from './permissions.ts';
import { proposedDiff } from './proposed-diff.ts';
import { Translator } from './translator.ts';

/** A CLI that speaks stream-json both ways: messages and answers on stdin, everything that happens on stdout. */
export class StreamJsonSession implements DriverSession {
  readonly ended: Promise<ProcessEnd>;
  #toolSessionId: string;
  readonly #process: CliProcess;
  readonly #dialect: Dialect;
  readonly #emit: SessionStart['emit'];
  readonly #cwd: string;
  readonly #control: Control;
  readonly #permissions: Permissions;
  readonly #translator: Translator;
  #isStopping = false;

  private constructor(process: CliProcess, dialect: Dialect, start: SessionStart, settings: Launch['settings']) {
    this.#process = process;
    this.#dialect = dialect;
    this.#emit = start.emit;
    this.#toolSessionId = start.toolSessionId;
    this.#cwd = start.cwd;
    this.#control = new Control((message) => this.#write(message));
    this.#permissions = new Permissions(start.allowedRules, dialect.likeTool);
    this.#translator = new Translator({
      dialect,
      cwd: start.cwd,
      model: start.model,
      mode: start.permissionMode,
      now: Date.now,
    });
    this.ended = this.#read().finally(() => settings?.remove());
  }

  static async start(dialect: Dialect, start: SessionStart, guardian: Guardian): Promise<StreamJsonSession> {
    const { command, note, settings } = await dialect.launch(start);
    const process = await CliProcess.start(command, guardian).catch(async (error: unknown) => {
      await settings?.remove();
      throw error;
    });
    const session = new StreamJsonSession(process, dialect, start, settings);
    const end = session.ended.then(({ stderr }) => {
      throw new Refusal(stderr || 'The CLI ended as soon as it was started.');
    });
    try {
      const answer = await Promise.race([session.#control.request('initialize'), end]);
      await settings?.conceal();
      // The copy of a conversation may get its id from the CLI.
      session.#toolSessionId = text(answer.session_id) || start.toolSessionId;
      await session.#emitAll(session.#translator.commandsAre(answer.commands));
    } catch (error) {
      await session.#process.stop();
      // A process that ended says better why than that it did not answer.
      const { stderr } = await session.ended;
      throw stderr ? new Refusal(stderr) : error;
    }
    end.catch(() => undefined);
    if (note !== null) await start.emit({ type: 'notice', reason: 'info', text: note, retryInMs: null });
    return session;
  }

  get toolSessionId(): string {
    return this.#toolSessionId;
  }

  get isBusy(): boolean {
    return this.#translator.isInTurn;
  }

  async send({ text: words, images }: Prompt): Promise<void> {
    if (images.length > 0 && this.#dialect.imageProblem !== '') throw new Refusal(this.#dialect.imageProblem);
    await this.#emitAll(this.#translator.begin());
    const pictures = images.map(({ mediaType, data }) => ({ type: 'image', source: { type: 'base64', media_type: mediaType, data } }));
    const content = pictures.length === 0 ? words : [...pictures, ...(words === '' ? [] : [{ type: 'text', text: words }])];
    this.#write({ type: 'user', message: { role: 'user', content }, parent_tool_use_id: null });
  }

  async respond(requestId: string, behavior: 'allow' | 'deny', rule: string | null): Promise<void> {
    this.#answer(this.#permissions.answer(requestId, behavior, rule));
  }

  setRules(rules: readonly string[]): void {
    this.#permissions.allow(rules);
  }

  async interrupt(): Promise<void> {
    this.#translator.interrupted();
    await this.#control.request('interrupt');
  }

  async setModel(model: string): Promise<boolean> {
    await this.#control.request('set_model', { model });
    await this.#emitAll(this.#translator.modelIs(model));
    return true;
  }

  async setMode(mode: PermissionMode): Promise<boolean> {
    if (!this.#dialect.mayChangeTo(mode, this.#translator.mode)) return false;
    await this.#control.request('set_permission_mode', { mode: this.#dialect.wordFor(mode) });
    await this.#emitAll(this.#translator.modeIs(mode));
    return true;
  }

  /** A turn that goes on would keep the process for as long as it takes, so it is interrupted first. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    if (this.#translator.isInTurn && !this.#process.hasExited) {
      this.#translator.interrupted();
      this.#control.request('interrupt').catch(() => undefined);
    }
    await this.#process.stop();
    await this.ended;
  }

  async #read(): Promise<ProcessEnd> {
    let failure = '';
    try {
      for await (const line of this.#process.lines()) {
        const message = parseLine(line);
        if (message) await this.#take(message);
      }
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
      await this.#process.stop();
    }
    const end = await this.#process.end();
    this.#control.end();
    await this.#emitAll([...this.#permissions.withdrawAll(), ...this.#translator.finish()]);
    return failure === '' ? end : { ...end, stderr: failure };
  }

  async #take(message: Fields): Promise<void> {
    switch (message.type) {
      case 'control_response':
        return this.#control.take(message);
      case 'control_request':
        return this.#request(message);
      case 'control_cancel_request':
        return this.#emitAll(this.#permissions.withdraw(text(message.request_id)));
      default:
        // Messages that still wait begin a turn of their own, which nobody wants any more.
        if (this.#isStopping && !this.#translator.isInTurn) return;
        // Not every CLI says that it takes its requests back when the turn ends.
        if (message.type === 'result') await this.#emitAll(this.#permissions.withdrawAll());
        await this.#emitAll(this.#translator.take(message));
        if (message.type === 'result') void this.#tellContext();
    }
  }

  /** Its answer is among the lines that are being read, so whoever reads them must not wait for this. */
  async #tellContext(): Promise<void> {
    const { windowRequest } = this.#dialect;
    if (windowRequest === null || this.#isStopping) return;
    const answer = await this.#control.request(windowRequest).catch((): Fields => ({}));
    await this.#emitAll(this.#translator.context(count(answer.contextWindowSize)));
  }

  async #request(message: Fields): Promise<void> {
    const { subtype, tool_name: tool, tool_use_id: toolUseId, input } = fields(message.request);
    if (subtype !== 'can_use_tool') {
      const response = { subtype: 'error', request_id: message.request_id, error: 'not supported' };
      return this.#write({ type: 'control_response', response });
    }
    const diff = await proposedDiff(this.#dialect.likeTool(text(tool)), fields(input), this.#cwd);
    const asking = this.#translator.tool(text(toolUseId));
    if (asking) asking.proposed = diff;
    const { events, answer } = this.#permissions.ask(message, { diff, isPlanning: this.#translator.mode === 'plan' });
    await this.#emitAll(events);
    if (answer) this.#answer(answer);
  }

  #answer({ requestId, response, toolUseId, isDenied }: Answer): void {
    const tool = this.#translator.tool(toolUseId);
    if (tool && isDenied) tool.isDenied = true;
    // The time that a person took is not the tool's.
    if (tool) tool.startedAt = Date.now();
    this.#write({ type: 'control_response', response: { subtype: 'success', request_id: requestId, response } });
  }

  #write(message: object): void {
    this.#process.write(JSON.stringify(message));
  }

  async #emitAll(events: SessionEvent[]): Promise<void> {
    for (const event of events) await this.#emit(event);
  }
}
