import type { SessionEvent } from '@open-ace/contracts/session-events';
import { pause } from '../../pause.ts';
import { Refusal } from '../../refusal.ts';
import type { Prompt } from '../driver.ts';
import type { JsonRpc } from '../json-rpc.ts';
import type { Translator } from './translator.ts';
import { failed, turnEnd, turnFailure } from './turn-end.ts';

interface Options {
  /** Of the agent, for sentences. */
  readonly name: string;
  readonly rpc: JsonRpc;
  readonly translator: Translator;
  readonly sessionId: () => string;
  readonly tell: (events: SessionEvent[]) => Promise<void>;
  /** Closes what is asked and will not be answered any more. */
  readonly withdraw: () => SessionEvent[];
  /** The end of what it wrote beside the protocol. */
  readonly stderr: () => string;
  /** How long a turn may take to end once it was told to. */
  readonly cancelMs: number;
}

/** What people send, a turn each, one after the other: ACP knows no second prompt while one is under way. */
export class Prompts {
  readonly #options: Options;
  readonly #waiting: Prompt[] = [];
  #working: Promise<void> | null = null;
  /** Of the turn under way, settled by the agent's answer. */
  #answered: Promise<unknown> = Promise.resolve();
  #isAnswered = true;
  #isInterrupted = false;
  #isEnding = false;

  constructor(options: Options) {
    this.#options = options;
  }

  get isBusy(): boolean {
    return this.#working !== null;
  }

  add(prompt: Prompt): void {
    this.#waiting.push(prompt);
    this.#working ??= this.#work();
  }

  /** Throws a Refusal where the agent does not stop in time: it may still be at work then. */
  async interrupt(): Promise<void> {
    const { name, cancelMs } = this.#options;
    if (!this.isBusy || this.#isAnswered) return;
    await this.#cancel();
    const late = Symbol('late');
    const first = await Promise.race([this.#answered, pause(cancelMs).then(() => late)]);
    if (first === late) throw new Refusal(`${name} goes on although it was told to stop. End the session to end it.`);
  }

  /** No further turn begins, and the one under way is told to end. */
  async stop(): Promise<void> {
    this.#isEnding = true;
    if (!this.#isAnswered) await this.#cancel();
  }

  /** The agent is gone. Resolves once its last turn is told to its end, and what it never got. */
  async end(): Promise<void> {
    this.#isEnding = true;
    this.#options.rpc.end();
    await this.#working;
    const lost = this.#waiting.splice(0).map(() => undelivered('the process had ended. Send it again.'));
    await this.#options.tell(lost);
  }

  async #work(): Promise<void> {
    for (let prompt = this.#next(); prompt; prompt = this.#next()) await this.#turn(prompt);
    this.#working = null;
  }

  #next = (): Prompt | undefined => (this.#isEnding ? undefined : this.#waiting.shift());

  async #turn(prompt: Prompt): Promise<void> {
    const { name, rpc, translator, sessionId, tell, withdraw, stderr } = this.#options;
    const startedAt = Date.now();
    const writtenBefore = stderr();
    this.#isInterrupted = false;
    const begun = tell(translator.begin());
    const answer = rpc.request('session/prompt', { sessionId: sessionId(), prompt: blocksOf(prompt) }, null);
    this.#isAnswered = false;
    const end = answer.then(
      (result) => turnEnd(name, result, Date.now() - startedAt),
      (error: unknown) => turnFailure(error, this.#isInterrupted, Date.now() - startedAt),
    );
    this.#answered = end;
    await begun;
    const ended = await end;
    this.#isAnswered = true;
    const isSilent = !translator.hasShown && ended.some((event) => event.type === 'turn_ended' && event.outcome === 'completed');
    await tell([...withdraw(), ...translator.end(), ...(isSilent ? this.#silence(writtenBefore, startedAt) : ended)]);
  }

  /** The agent must get an answer to each request of its own before its turn can end. */
  async #cancel(): Promise<void> {
    const { rpc, translator, sessionId, tell, withdraw } = this.#options;
    this.#isInterrupted = true;
    translator.interrupted();
    rpc.notify('session/cancel', { sessionId: sessionId() });
    await tell(withdraw());
  }

  /** Some agents keep an error of the provider to themselves and call the turn done. */
  #silence(writtenBefore: string, startedAt: number): SessionEvent[] {
    const { name, stderr } = this.#options;
    const words = [`${name} ended the turn without a word.`, writtenSince(writtenBefore, stderr())];
    return failed(words.filter(Boolean).join('\n'), Date.now() - startedAt);
  }
}

/** Both are no more than the end of all that was written. */
function writtenSince(before: string, now: string): string {
  const known = before.slice(-200);
  const at = known === '' ? -1 : now.lastIndexOf(known);
  return at === -1 ? now : now.slice(at + known.length).trim();
}

export const undelivered = (why: string): SessionEvent => ({ type: 'error', message: `This message was not delivered: ${why}` });

const blocksOf = ({ text, images }: Prompt): object[] => [
  ...images.map(({ mediaType, data }) => ({ type: 'image', mimeType: mediaType, data })),
  ...(text === '' ? [] : [{ type: 'text', text }]),
];
