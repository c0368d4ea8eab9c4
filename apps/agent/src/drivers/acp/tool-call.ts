import { resolve } from 'node:path';
import { type Image, type SessionEvent, ToolKind, type ToolStatus } from '@open-ace/contracts/session-events';
import { oneLine, shortened, withoutMiddle } from '../../text.ts';
import { type Fields, fields, list, number, text } from '../stream-json/fields.ts';
import { diffsOf, imagesOf, jsonOf, outputOf } from './content.ts';
import { unifiedDiffOf } from './diff.ts';
import type { Asked } from './rule.ts';
import { hash, type ToolInput, toolInput } from './tool-input.ts';

const mostOutput = 100_000;
const mostPaths = 50;

/** A tool at work, as far as the agent has told of it. Each update stands in the place of what it repeats. */
export class ToolCall {
  /** Ours: an agent may use an id of its own twice. */
  readonly callId: string;
  readonly #cwd: string;
  #name = '';
  #kind: ToolKind = 'other';
  #title = '';
  #status = '';
  #input: ToolInput;
  #paths: string[] = [];
  #contentDigest = '';
  #output = '';
  #images: Image[] = [];
  #diff = '';
  #exitCode: number | null = null;
  /** Epoch milliseconds; moved to the moment of the permission where one was asked for. */
  startedAt: number;
  isTold = false;
  /** The person, or a rule of theirs, said no. */
  isDenied = false;

  constructor(callId: string, cwd: string, now: number) {
    this.callId = callId;
    this.#cwd = cwd;
    this.#input = toolInput(undefined, cwd);
    this.startedAt = now;
  }

  get isFinished(): boolean {
    return this.#status === 'completed' || this.#status === 'failed';
  }

  /** Worth telling: it is at work, or what it is about is known. Many agents announce a tool before they know its input. */
  get isKnown(): boolean {
    return (this.#status !== '' && this.#status !== 'pending') || this.#input.json !== '{}';
  }

  get diff(): string {
    return this.#diff;
  }

  get title(): string {
    return this.#title;
  }

  take(update: Fields): void {
    this.#name = shortened(text(update.name) || text(fields(update._meta).toolName), 200) || this.#name;
    this.#kind = ToolKind.safeParse(update.kind).data ?? this.#kind;
    this.#title = shortened(text(update.title), 2000) || this.#title;
    this.#status = text(update.status).slice(0, 50) || this.#status;
    if (update.rawInput !== undefined && update.rawInput !== null) this.#input = toolInput(update.rawInput, this.#cwd);
    if (Array.isArray(update.content)) this.#takeContent(update.content);
    if (Array.isArray(update.locations)) this.#takePaths(update.locations);
    if (update.rawOutput !== undefined && update.rawOutput !== null) this.#takeOutput(update.rawOutput);
  }

  #takeContent(content: readonly unknown[]): void {
    const diffs = diffsOf(content);
    this.#diff = unifiedDiffOf(diffs, this.#cwd);
    this.#takePaths(diffs);
    this.#output = withoutMiddle(outputOf(content), mostOutput) || this.#output;
    this.#images = imagesOf(content);
    this.#contentDigest = hash(jsonOf(content));
  }

  #takePaths(places: readonly unknown[]): void {
    const named = places.map((place) => text(fields(place).path)).filter(Boolean);
    const paths = [...new Set([...this.#paths, ...named.map((path) => resolve(this.#cwd, path))])];
    this.#paths = paths.length <= mostPaths ? paths : [`${paths.length} files sha256:${hash(JSON.stringify(paths))}`];
  }

  /** Content says it better where there is some. */
  #takeOutput(raw: unknown): void {
    const output = fields(raw);
    const words = text(raw) || text(output.output) || text(output.error) || textOf(output.content) || jsonOf(raw);
    if (this.#output === '') this.#output = withoutMiddle(words, mostOutput);
    this.#exitCode = exitCodeOf(output) ?? exitCodeOf(fields(output.metadata)) ?? exitCodeOf(fields(output.details));
  }

  told(): SessionEvent {
    this.isTold = true;
    const { callId: toolCallId, subject, input } = this.#shown();
    return { type: 'tool_call', toolCallId, name: this.#tool, kind: this.#kind, subject, input };
  }

  #shown(): { callId: string; subject: string; input: string } {
    return { callId: this.callId, subject: this.#input.subject || oneLine(this.#title, 2000), input: this.#input.json };
  }

  get #tool(): string {
    return this.#name || this.#kind;
  }

  /** As the person is asked about it. */
  get shown(): { toolName: string; subject: string; input: string } {
    const { subject, input } = this.#shown();
    return { toolName: this.#tool, subject, input };
  }

  get asked(): Asked {
    const paths = [...new Set([...this.#input.paths, ...this.#paths])];
    return { tool: this.#tool, kind: this.#kind, title: this.#title, input: this.#input, paths, contentDigest: this.#contentDigest };
  }

  result(now: number, isInterrupted: boolean): SessionEvent {
    const status = this.#outcome(isInterrupted);
    return {
      type: 'tool_result',
      toolCallId: this.callId,
      status,
      output: this.#output,
      durationMs: Math.max(0, now - this.startedAt),
      exitCode: this.#kind === 'execute' ? this.#exitCode : null,
      diff: status === 'done' ? this.#diff : '',
      ...(this.#images.length > 0 && { images: this.#images }),
    };
  }

  #outcome(isInterrupted: boolean): ToolStatus {
    if (this.#status === 'completed') return 'done';
    if (this.isDenied) return 'denied';
    return this.#status === 'failed' && !isInterrupted ? 'failed' : 'cancelled';
  }
}

const textOf = (content: unknown): string =>
  list(content)
    .map((block) => text(fields(block).text))
    .filter(Boolean)
    .join('\n');

function exitCodeOf({ exitCode, exit_code, exit }: Fields): number | null {
  const code = number(exitCode) ?? number(exit_code) ?? number(exit);
  return Number.isInteger(code) ? code : null;
}
