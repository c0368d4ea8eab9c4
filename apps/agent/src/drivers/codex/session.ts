import type { SessionEvent } from '@open-ace/contracts/session-events';
import type { PermissionMode } from '@open-ace/contracts/tools';
import { Refusal } from '../../refusal.ts';
import { type CliCommand, CliProcess } from '../cli-process.ts';
import type { DriverSession, ProcessEnd, Prompt, SessionStart } from '../driver.ts';
import type { Guardian } from '../guardian.ts';
import { type Incoming, JsonRpc, type RequestId } from '../json-rpc.ts';
import { fields, list, text } from '../stream-json/fields.ts';
import { askedBy } from './asked.ts';
import { type Answer, Permissions } from './permissions.ts';
import { inMode, type OpenedThread, openThread } from './thread.ts';
import { isRefusedCredential, Translator } from './translator.ts';
import { answerInWords } from './user-input.ts';

const changesLater = 'What runs now goes on as it began; the change holds from the next message on.';

/** Codex as its app-server: JSON-RPC on stdin and stdout, one thread a process. */
export class CodexSession implements DriverSession {
  readonly ended: Promise<ProcessEnd>;
  readonly #process: CliProcess;
  readonly #start: SessionStart;
  readonly #rpc: JsonRpc;
  readonly #permissions: Permissions;
  readonly #translator: Translator;
  /** Messages that came while a turn ran. Codex would take them into it, and cut its answer for that. */
  readonly #waiting: Prompt[] = [];
  #thread: OpenedThread = { id: '', model: '', effort: null, note: null };
  #turnId: Promise<string> = Promise.resolve('');
  #isStopping = false;

  private constructor(process: CliProcess, start: SessionStart) {
    this.#process = process;
    this.#start = start;
    this.#rpc = new JsonRpc({ write: (line) => process.write(line), isVersioned: false, peer: 'Codex' });
    this.#permissions = new Permissions(start.allowedRules);
    this.#translator = new Translator({ cwd: start.cwd, model: start.model, mode: start.permissionMode, now: Date.now });
    this.ended = this.#read();
  }

  static async start(command: CliCommand, start: SessionStart, guardian: Guardian): Promise<CodexSession> {
    const session = new CodexSession(await CliProcess.start(command, guardian), start);
    try {
      await session.#open();
      return session;
    } catch (error) {
      const hadEnded = session.#process.hasExited;
      await session.#process.stop();
      // A process that ended says better why than that it did not answer.
      const { stderr } = await session.ended;
      throw hadEnded && stderr !== '' ? new Refusal(stderr) : error;
    }
  }

  get toolSessionId(): string {
    return this.#thread.id;
  }

  get isBusy(): boolean {
    return this.#translator.isInTurn;
  }

  async send(prompt: Prompt): Promise<void> {
    if (this.isBusy) this.#waiting.push(prompt);
    else await this.#begin(prompt);
  }

  async respond(requestId: string, behavior: 'allow' | 'deny', rule: string | null): Promise<void> {
    this.#answer(this.#permissions.answer(requestId, behavior, rule));
  }

  setRules(rules: readonly string[]): void {
    this.#permissions.allow(rules);
  }

  async interrupt(): Promise<void> {
    if (!this.isBusy) return;
    this.#translator.interrupted();
    await this.#cancelTurn();
  }

  async setModel(model: string): Promise<boolean> {
    const thread = { ...this.#thread, model };
    await this.#rpc.request('thread/settings/update', inMode(thread, this.#translator.mode));
    this.#thread = thread;
    await this.#changed(this.#translator.modelIs(model));
    return true;
  }

  async setMode(mode: PermissionMode): Promise<boolean> {
    await this.#rpc.request('thread/settings/update', inMode(this.#thread, mode));
    await this.#changed(this.#translator.modeIs(mode));
    return true;
  }

  /** A turn that goes on would keep the process for as long as it takes, so it is interrupted first. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    if (this.isBusy && !this.#process.hasExited) {
      this.#translator.interrupted();
      this.#cancelTurn().catch(() => undefined);
    }
    await this.#process.stop();
    await this.ended;
  }

  async #open(): Promise<void> {
    this.#thread = await openThread(this.#rpc, this.#start);
    this.#translator.isOf(this.#thread.id);
    if (this.#start.model === '') await this.#emitAll(this.#translator.modelIs(this.#thread.model));
    const { note } = this.#thread;
    if (note !== null) await this.#emitAll([info(note)]);
  }

  async #begin({ text: words, images }: Prompt): Promise<void> {
    await this.#emitAll(this.#translator.begin());
    const pictures = images.map(({ mediaType, data }) => ({ type: 'image', url: `data:${mediaType};base64,${data}` }));
    const input = [...pictures, ...(words === '' ? [] : [{ type: 'text', text: words, text_elements: [] }])];
    const begun = this.#rpc.request('turn/start', { threadId: this.#thread.id, input });
    this.#turnId = begun.then(({ turn }) => text(fields(turn).id));
    this.#turnId.catch((error: unknown) => this.#notBegun(error instanceof Error ? error.message : String(error)));
  }

  async #notBegun(why: string): Promise<void> {
    if (this.#process.hasExited || this.#isStopping) return;
    await this.#emitAll(this.#translator.finish(why));
    await this.#next();
  }

  async #next(): Promise<void> {
    const prompt = this.isBusy || this.#isStopping ? undefined : this.#waiting.shift();
    if (prompt) await this.#begin(prompt);
  }

  async #changed(events: SessionEvent[]): Promise<void> {
    const isLater = this.isBusy && events.length > 0;
    await this.#emitAll([...events, ...(isLater ? [info(changesLater)] : [])]);
  }

  /** Codex lets the commands of an interrupted turn go on, told or not yet told, so they are ended one by one. */
  async #cancelTurn(): Promise<void> {
    const turnId = await this.#turnId;
    const kept = this.#translator.tools.inBackground;
    const threadId = this.#thread.id;
    await this.#rpc.request('turn/interrupt', { threadId, turnId });
    const { data } = await this.#rpc.request('thread/backgroundTerminals/list', { threadId });
    const left = list(data)
      .map(fields)
      .filter(({ itemId }) => !kept.has(text(itemId)));
    for (const { processId } of left) await this.#rpc.request('thread/backgroundTerminals/terminate', { threadId, processId });
  }

  async #read(): Promise<ProcessEnd> {
    let failure = '';
    try {
      for await (const line of this.#process.lines()) {
        const message = this.#rpc.take(line);
        if (message?.id != null) await this.#request(message.id, message);
        else if (message) await this.#take(message);
      }
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
      await this.#process.stop();
    }
    const end = await this.#process.end();
    this.#rpc.end();
    await this.#emitAll([...this.#permissions.withdrawAll(), ...this.#translator.finish(null)]);
    return failure === '' ? end : { ...end, stderr: failure };
  }

  async #take(message: Incoming): Promise<void> {
    const { method, params } = message;
    if (method === 'serverRequest/resolved') {
      const { requestId } = params;
      if (typeof requestId === 'string' || typeof requestId === 'number') await this.#emitAll(this.#permissions.withdraw(requestId));
      return;
    }
    if (method === 'turn/started' && params.threadId === this.#thread.id) this.#turnId = Promise.resolve(text(fields(params.turn).id));
    // Codex tells that a turn ended before it takes back what it asked in it.
    if (method === 'turn/completed' && params.threadId === this.#thread.id) await this.#emitAll(this.#permissions.withdrawAll());
    await this.#emitAll(this.#translator.take(message));
    if (method === 'error' && params.willRetry === true && isRefusedCredential(params.error)) this.#cancelTurn().catch(() => undefined);
    if (method === 'turn/completed') await this.#next();
  }

  async #request(id: RequestId, message: Incoming): Promise<void> {
    const { tools } = this.#translator;
    const asked = askedBy(message, { cwd: this.#start.cwd, openItem: (matches) => tools.find(matches) });
    if (asked) {
      const { events, answer } = this.#permissions.ask(id, asked, tools.has(asked.itemId));
      await this.#emitAll(events);
      if (answer) this.#answer(answer);
      return;
    }
    if (message.method === 'item/tool/requestUserInput') this.#rpc.answer(id, answerInWords(message.params));
    else if (message.method === 'mcpServer/elicitation/request') this.#rpc.answer(id, { action: 'decline', content: null, _meta: null });
    else this.#rpc.refuse(id);
  }

  #answer({ id, result, itemId, isDenied }: Answer): void {
    this.#translator.tools.answered(itemId, isDenied);
    this.#rpc.answer(id, result);
  }

  async #emitAll(events: SessionEvent[]): Promise<void> {
    for (const event of events) await this.#start.emit(event);
  }
}

const info = (words: string): SessionEvent => ({ type: 'notice', reason: 'info', text: words, retryInMs: null });
