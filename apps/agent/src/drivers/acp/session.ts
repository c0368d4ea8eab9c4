import type { AcpAgent } from '@open-ace/contracts/acp-agent';
import type { SessionEvent } from '@open-ace/contracts/session-events';
import type { PermissionMode } from '@open-ace/contracts/tools';
import { Refusal } from '../../refusal.ts';
import { Turns } from '../../turns.ts';
import type { DriverSession, ProcessEnd, Prompt, SessionStart } from '../driver.ts';
import { type Incoming, JsonRpc } from '../json-rpc.ts';
import { type Fields, fields } from '../stream-json/fields.ts';
import { Controls } from './controls.ts';
import { type Launched, launch, type Surroundings } from './launch.ts';
import { type Opened, openSession } from './open-session.ts';
import { type Answer, cancelled, Permissions } from './permissions.ts';
import { Prompts, undelivered } from './prompts.ts';
import { Translator } from './translator.ts';

/** Of what an agent was answered, the most that it may leave unread. */
const mostUnread = 16 << 20;
const longestId = 200;

/** An agent that speaks ACP: JSON-RPC both ways on stdin and stdout, a process for each session. */
export class AcpSession implements DriverSession {
  readonly ended: Promise<ProcessEnd>;
  readonly #agent: AcpAgent;
  readonly #launched: Launched;
  readonly #emit: SessionStart['emit'];
  readonly #rpc: JsonRpc;
  readonly #controls: Controls;
  readonly #translator: Translator;
  readonly #permissions: Permissions;
  readonly #prompts: Prompts;
  readonly #telling = new Turns();
  /** Null while the session is being opened: what comes then may be a conversation of before. */
  #opened: Opened | null = null;

  private constructor(launched: Launched, agent: AcpAgent, start: SessionStart, cancelMs: number) {
    this.#agent = agent;
    this.#launched = launched;
    this.#emit = start.emit;
    this.#rpc = new JsonRpc({ write: (line) => launched.process.write(line), isVersioned: true, peer: agent.name });
    this.#controls = new Controls({ agent, rpc: this.#rpc, mode: start.permissionMode, model: start.model });
    this.#translator = new Translator({ cwd: start.cwd, controls: this.#controls, now: Date.now });
    this.#permissions = new Permissions(agent.name, start.allowedRules, this.#translator.nextId);
    this.#prompts = new Prompts({
      name: agent.name,
      rpc: this.#rpc,
      translator: this.#translator,
      sessionId: () => this.toolSessionId,
      tell: (events) => this.#tell(events),
      withdraw: () => this.#withdraw(),
      stderr: () => launched.stderr,
      cancelMs,
    });
    this.ended = this.#read();
  }

  static async start(agent: AcpAgent, start: SessionStart, around: Surroundings): Promise<AcpSession> {
    const launched = await launch(agent, start, around);
    const session = new AcpSession(launched, agent, start, around.cancelMs);
    try {
      await session.#open(start, around.startMs);
    } catch (error) {
      const hasEnded = launched.process.hasExited;
      await launched.stop();
      // A process that ended says better why than that it did not answer.
      const { stderr } = await session.ended;
      throw hasEnded && stderr !== '' ? new Refusal(stderr) : error;
    }
    return session;
  }

  get toolSessionId(): string {
    return this.#opened?.sessionId ?? '';
  }

  get isBusy(): boolean {
    return this.#prompts.isBusy;
  }

  async send(prompt: Prompt): Promise<void> {
    if (prompt.images.length > 0 && !this.#opened?.takesImages) {
      await this.#tell([undelivered(`${this.#agent.name} takes no pictures. Send it without them.`)]);
      throw new Refusal(`${this.#agent.name} takes no pictures.`);
    }
    this.#prompts.add(prompt);
  }

  async respond(requestId: string, behavior: 'allow' | 'deny', rule: string | null): Promise<void> {
    this.#answer(this.#permissions.answer(requestId, behavior, rule));
  }

  setRules(rules: readonly string[]): void {
    this.#permissions.setRules(rules);
  }

  interrupt(): Promise<void> {
    return this.#prompts.interrupt();
  }

  async setModel(model: string): Promise<boolean> {
    if (!this.#controls.mayChangeToModel(model)) return false;
    await this.#tell(await this.#controls.setModel(model));
    return true;
  }

  async setMode(mode: PermissionMode): Promise<boolean> {
    if (!this.#controls.mayChangeTo(mode)) return false;
    await this.#tell(await this.#controls.setMode(mode));
    return true;
  }

  async stop(): Promise<void> {
    // What it says meanwhile may have no room, and nobody waits for that.
    void this.#prompts.stop();
    await this.#launched.stop();
    await this.ended;
  }

  async #open(start: SessionStart, withinMs: number): Promise<void> {
    const opened = await openSession(this.#rpc, this.#agent, start, withinMs);
    await this.#launched.named(opened.sessionId);
    this.#controls.opened(opened.sessionId, opened.answer);
    await this.#controls.begin();
    this.#opened = opened;
    if (opened.note !== null) await this.#tell([{ type: 'notice', reason: 'info', text: opened.note, retryInMs: null }]);
  }

  async #read(): Promise<ProcessEnd> {
    let failure = '';
    try {
      for await (const line of this.#launched.process.lines()) {
        const incoming = this.#rpc.take(line);
        if (incoming) await this.#take(incoming);
      }
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
      await this.#launched.stop();
    }
    const told = this.#prompts.end();
    const end = await this.#launched.end();
    await told;
    await this.#tell([...this.#withdraw(), ...this.#translator.end()]);
    return failure === '' ? end : { ...end, stderr: failure };
  }

  async #take({ id, method, params }: Incoming): Promise<void> {
    if (method === 'session/update') return this.#update(params);
    if (id === null || (typeof id === 'string' && id.length > longestId)) return;
    if (this.#launched.process.unread > mostUnread) throw new Refusal(`${this.#agent.name} does not read what it is answered.`);
    if (method !== 'session/request_permission') return this.#rpc.refuse(id);
    if (!this.#isOurs(params)) return this.#rpc.answer(id, cancelled);
    const { call, events } = this.#translator.ask(fields(params.toolCall));
    const asked = this.#permissions.ask(id, call, params.options, this.#controls.mode === 'plan');
    await this.#tell([...events, ...asked.events]);
    if (asked.answer) this.#answer(asked.answer);
  }

  async #update(params: Fields): Promise<void> {
    const update = fields(params.update);
    if (!this.#opened) return this.#tell(this.#translator.takeEarly(update));
    if (this.#isOurs(params)) await this.#tell(this.#translator.take(update));
  }

  #isOurs = ({ sessionId }: Fields): boolean => this.#opened !== null && sessionId === this.#opened.sessionId;

  #withdraw(): SessionEvent[] {
    const { events, answers } = this.#permissions.withdrawAll();
    for (const answer of answers) this.#answer(answer);
    return events;
  }

  #answer({ id, result }: Answer): void {
    this.#rpc.answer(id, result);
  }

  /** In the order in which it was found out, though several things go on at once. */
  #tell(events: SessionEvent[]): Promise<void> {
    return this.#telling.take(async () => {
      for (const event of events) await this.#emit(event);
    });
  }
}
