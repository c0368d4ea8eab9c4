import type { Decision } from '@open-ace/contracts/session';
import type { SessionEvent } from '@open-ace/contracts/session-events';
import type { Occurrence } from '#domains/session';
import { MINUTE, SECOND } from '#platform/clock';
import { toolVersions } from './fleet.ts';
import { Meter, type PlayedCall } from './metered-play.ts';
import type { Random } from './random.ts';
import type { Scenario, Step, ToolStep } from './scenario.ts';

/** What the agent tells in one go, or what a person does in between. */
export type Beat = { at: number } & (
  | { kind: 'events'; occurrences: Occurrence[] }
  | { kind: 'send' | 'resume' | 'interrupt' | 'stop' }
  | { kind: 'respond'; requestId: string; decision: Decision }
);

export interface Performed {
  beats: Beat[];
  calls: PlayedCall[];
}

export interface Setting {
  startedAt: number;
  /** Where the CLI works. */
  folder: string;
  gitRemote: string;
  toolSessionId: string;
}

type StepOf<Kind extends Step['kind']> = Extract<Step, { kind: Kind }>;

/** What "Always" covers, as the agent words it. */
function ruleOf(name: string, subject: string): string {
  return name === 'WebFetch' ? `WebFetch(domain:${new URL(subject).host})` : `${name}(${subject})`;
}

/** Plays a scenario: every event at its time, cut where a person acts, and the calls that it took. */
class Performance {
  readonly beats: Beat[] = [];
  readonly #scenario: Scenario;
  readonly #setting: Setting;
  readonly #random: Random;
  readonly #meter: Meter;
  readonly #rules = new Set<string>();
  #told: Occurrence[] = [];
  #at: number;
  #turnStartedAt: number | null = null;
  #isRunning = false;

  constructor(scenario: Scenario, setting: Setting, random: Random) {
    this.#scenario = scenario;
    this.#setting = setting;
    this.#random = random;
    this.#meter = new Meter(scenario.model, random);
    this.#at = setting.startedAt;
  }

  play(): Performed {
    for (const step of this.#scenario.steps) this.#step(step);
    this.#endTurn('completed');
    if (this.#isRunning) this.#end();
    this.#flush();
    return { beats: this.beats, calls: this.#meter.calls };
  }

  #step(step: Step): void {
    switch (step.kind) {
      case 'ask':
        this.#ask(step);
        break;
      case 'think':
        this.#speak(step.text, 60);
        this.#tell({ type: 'thought', itemId: this.#id('msg'), text: step.text });
        break;
      case 'say':
        this.#speak(step.text, 140);
        this.#tell({ type: 'message', itemId: this.#id('msg'), text: step.text });
        break;
      case 'tool':
        this.#tool(step);
        break;
      case 'limit':
        this.#limit(step);
        break;
      case 'fail':
        this.#meter.failCall(this.#at, 529, 'overloaded_error', 'Overloaded');
        this.#tell({ type: 'error', message: step.message });
        this.#endTurn('failed');
        break;
      case 'crash':
        this.#crash(step);
    }
  }

  #id = (prefix: string) => `${prefix}_${this.#random.uuid().replaceAll('-', '').slice(0, 24)}`;

  #pass(seconds: number): void {
    this.#at += Math.round(seconds * SECOND * (0.8 + this.#random.next() * 0.4));
  }

  #tell(event: SessionEvent): void {
    this.#told.push({ at: this.#at, event });
  }

  #flush(): void {
    const last = this.#told.at(-1);
    if (last) this.beats.push({ kind: 'events', at: last.at, occurrences: this.#told });
    this.#told = [];
  }

  #act(beat: Beat): void {
    this.#flush();
    this.beats.push(beat);
  }

  #start(): void {
    const { branch, model } = this.#scenario;
    const { toolSessionId, gitRemote } = this.#setting;
    this.#pass(3);
    this.#tell({ type: 'process_started', toolSessionId, toolVersion: toolVersions['claude-code'], model, gitRemote, gitBranch: branch });
    this.#isRunning = true;
  }

  #ask({ text, afterMinutes }: StepOf<'ask'>): void {
    const isFirst = this.beats.length === 0 && this.#told.length === 0;
    this.#endTurn('completed');
    if (!isFirst) {
      this.#pass((afterMinutes * MINUTE) / SECOND);
      this.#act({ kind: this.#isRunning ? 'send' : 'resume', at: this.#at });
    }
    if (!this.#isRunning) this.#start();
    this.#tell({ type: 'user_message', messageId: this.#random.uuid(), text });
    this.#pass(0.3);
    this.#tell({ type: 'turn_started' });
    this.#turnStartedAt = this.#at;
    this.#meter.hear(text);
    if (isFirst) this.#meter.smallCall(this.#at, text);
  }

  /** The model's words, at so many characters a second. */
  #speak(text: string, pace: number): void {
    this.#meter.say(this.#at, text);
    this.#pass(1.5 + text.length / pace);
  }

  #tool(step: ToolStep): void {
    const { folder } = this.#setting;
    const toolCallId = this.#id('toolu');
    const subject = step.isPath ? `${folder}/${step.subject}` : step.subject;
    const input = JSON.stringify(step.input(folder));
    this.#speak(input, 200);
    this.#meter.endCall(this.#at);
    this.#tell({ type: 'tool_call', toolCallId, name: step.name, subject, input });
    if (step.plan) this.#tell({ type: 'plan', entries: step.plan });
    const decision = this.#askLeave(step, { toolCallId, subject, input });
    this.#result(toolCallId, decision === 'deny' ? refused(step) : step);
  }

  #result(toolCallId: string, step: ToolStep): void {
    const { output, status, diff, seconds } = step;
    this.#pass(seconds);
    if (status === 'cancelled') this.#act({ kind: 'interrupt', at: this.#at });
    const durationMs = Math.round(seconds * SECOND);
    this.#tell({ type: 'tool_result', toolCallId, status, output, durationMs, exitCode: exitCodeOf(step), diff });
    this.#meter.hear(output);
    if (status === 'cancelled') this.#endTurn('interrupted');
  }

  #askLeave(step: ToolStep, call: { toolCallId: string; subject: string; input: string }): Decision | null {
    const { name } = step;
    const rule = ruleOf(name, call.subject);
    const isAllowed = this.#rules.has(rule);
    if (!step.leave && !isAllowed) return null;
    const requestId = this.#random.uuid();
    const effect = String(step.input('').description ?? '');
    this.#tell({ type: 'permission_request', requestId, toolName: name, effect, rule, ...call });
    if (isAllowed) {
      this.#tell({ type: 'permission_resolved', requestId, decision: 'allow_always', by: '' });
      return 'allow_always';
    }
    const decision = step.leave ?? 'deny';
    if (decision === 'allow_always') this.#rules.add(rule);
    this.#flush();
    this.#pass(this.#random.integer(6, 45));
    this.#act({ kind: 'respond', at: this.#at, requestId, decision });
    return decision;
  }

  #limit({ seconds }: StepOf<'limit'>): void {
    this.#meter.endCall(this.#at);
    this.#meter.failCall(
      this.#at,
      429,
      'rate_limit_error',
      'This request would exceed your organization’s rate limit of 2,000,000 input tokens per minute.',
    );
    this.#pass(0.5);
    const text = 'The provider answered 429 (rate limit); trying again, attempt 1 of 10.';
    this.#tell({ type: 'notice', reason: 'retrying', text, retryInMs: seconds * SECOND });
    this.#pass(seconds);
  }

  #crash({ message }: StepOf<'crash'>): void {
    this.#endTurn('failed');
    this.#tell({ type: 'process_ended', reason: 'failed', exitCode: null, message });
    this.#isRunning = false;
  }

  #endTurn(outcome: 'completed' | 'interrupted' | 'failed'): void {
    this.#meter.endCall(this.#at);
    if (this.#turnStartedAt === null) return;
    this.#pass(0.2);
    this.#tell({ type: 'turn_ended', outcome, durationMs: this.#at - this.#turnStartedAt });
    this.#turnStartedAt = null;
  }

  #end(): void {
    this.#flush();
    this.#pass(this.#random.integer(40, 400));
    if (this.#scenario.ending === 'stopped') this.#act({ kind: 'stop', at: this.#at });
    else this.#tell({ type: 'process_ended', reason: 'exited', exitCode: 0, message: '' });
  }
}

const refused = (step: ToolStep): ToolStep => ({
  ...step,
  status: 'denied',
  output: 'The user said no to this. Ask what to do instead.',
  seconds: 0,
  diff: '',
});

function exitCodeOf({ name, status, output }: ToolStep): number | null {
  if (name !== 'Bash') return null;
  if (status === 'done') return 0;
  return status === 'failed' ? Number(/^Exit code (\d+)/.exec(output)?.[1]) : null;
}

export const perform = (scenario: Scenario, setting: Setting, random: Random): Performed =>
  new Performance(scenario, setting, random).play();
