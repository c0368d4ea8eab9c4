import type { Decision } from '@open-ace/contracts/session';
import type { SessionEvent, ToolStatus } from '@open-ace/contracts/session-events';
import type { PermissionMode } from '@open-ace/contracts/tools';

type PlanEntries = Extract<SessionEvent, { type: 'plan' }>['entries'];

export interface ToolStep {
  kind: 'tool';
  name: string;
  /** The tool's input, given the folder that it works in. */
  input: (folder: string) => Record<string, unknown>;
  /** What it is about in a few words; a path is below that folder. */
  subject: string;
  isPath: boolean;
  output: string;
  seconds: number;
  status: ToolStatus;
  diff: string;
  /** The entries, if it writes the plan. */
  plan?: PlanEntries;
  /** What the person answers when it asks for leave; without it, it does not ask. */
  leave?: Decision;
}

/** What happens in a session, in words that are easy to write. */
export type Step =
  /** The person writes, some minutes after the turn before. */
  | { kind: 'ask'; text: string; afterMinutes: number }
  | { kind: 'think'; text: string }
  | { kind: 'say'; text: string }
  | ToolStep
  /** The provider asks to wait, and the call is made again. */
  | { kind: 'limit'; seconds: number }
  /** The turn fails with the provider's words. */
  | { kind: 'fail'; message: string }
  /** The process is gone; the next message starts it again. */
  | { kind: 'crash'; message: string };

export interface Scenario {
  project: string;
  branch: string;
  model: string;
  mode: PermissionMode;
  steps: [Extract<Step, { kind: 'ask' }>, ...Step[]];
  /** How the process ended: the person stopped it, or it ended by itself. */
  ending: 'stopped' | 'exited';
}

const lines = (...text: string[]) => text.join('\n');
export const code = (language: string, ...text: string[]) => lines(`\`\`\`${language}`, ...text, '```');

export const ask = (text: string, afterMinutes = 2) => ({ kind: 'ask' as const, text, afterMinutes });
export const think = (text: string): Step => ({ kind: 'think', text });
export const say = (...text: string[]): Step => ({ kind: 'say', text: lines(...text) });
export const limit = (seconds: number): Step => ({ kind: 'limit', seconds });
export const fail = (message: string): Step => ({ kind: 'fail', message });
export const crash = (message: string): Step => ({ kind: 'crash', message });

type ToolOptions = Partial<Pick<ToolStep, 'seconds' | 'leave'>>;

const tool = (step: Pick<ToolStep, 'name' | 'input' | 'subject' | 'output'> & Partial<ToolStep>): ToolStep => ({
  kind: 'tool',
  isPath: false,
  seconds: 0.1,
  status: 'done',
  diff: '',
  ...step,
});

interface RunOptions extends ToolOptions {
  exitCode?: number;
  /** The person interrupts it. */
  interrupted?: boolean;
}

export function run(command: string, description: string, output: string, options: RunOptions = {}): Step {
  const { exitCode = 0, interrupted = false, seconds = 1.2, leave } = options;
  const status = interrupted ? 'cancelled' : exitCode === 0 ? 'done' : 'failed';
  const said = status === 'failed' ? `Exit code ${exitCode}\n${output}` : output;
  return tool({
    name: 'Bash',
    input: () => ({ command, description }),
    subject: command,
    output: said,
    seconds,
    status,
    ...(leave && { leave }),
  });
}

const pathTool = (name: string, path: string, rest: Record<string, unknown>, step: Partial<ToolStep> & { output: string }) =>
  tool({ name, input: (folder) => ({ file_path: `${folder}/${path}`, ...rest }), subject: path, isPath: true, ...step });

/** The lines of a file as the tool gives them, from a number on. */
export function read(path: string, from: number, ...text: string[]): Step {
  const output = text.map((line, index) => `${String(from + index).padStart(6)}→${line}`).join('\n');
  return pathTool('Read', path, { offset: from, limit: text.length }, { output });
}

export const grep = (pattern: string, ...found: string[]): Step =>
  tool({ name: 'Grep', input: () => ({ pattern, output_mode: 'content' }), subject: pattern, output: lines(...found) });

export const glob = (pattern: string, ...found: string[]): Step =>
  tool({ name: 'Glob', input: () => ({ pattern }), subject: pattern, output: lines(...found) });

export const fetchPage = (url: string, prompt: string, output: string, options: ToolOptions = {}): Step =>
  tool({ name: 'WebFetch', input: () => ({ url, prompt }), subject: url, output, seconds: 3.4, ...options });

const side = (hunk: string[], sign: '+' | '-') => hunk.filter((line) => !line.startsWith(sign)).map((line) => line.slice(1));

/** An edit, as the lines of a hunk of its diff: each begins with a space, `-` or `+`. */
export function edit(path: string, from: number, hunk: string[], options: ToolOptions = {}): Step {
  const [before, after] = [side(hunk, '+'), side(hunk, '-')];
  const diff = lines(`--- a/${path}`, `+++ b/${path}`, `@@ -${from},${before.length} +${from},${after.length} @@`, ...hunk, '');
  const rest = { old_string: lines(...before), new_string: lines(...after) };
  const done = { output: `The file ${path} has been updated.`, diff };
  return pathTool('Edit', path, rest, { ...options, ...(options.leave === 'deny' ? { output: '' } : done) });
}

export function write(path: string, text: string[], options: ToolOptions = {}): Step {
  const diff = lines('--- /dev/null', `+++ b/${path}`, `@@ -0,0 +1,${text.length} @@`, ...text.map((line) => `+${line}`), '');
  return pathTool('Write', path, { content: lines(...text) }, { output: `File created at ${path}`, diff, ...options });
}

/** The list of tasks: those before the active one are done, those after it open. Without an active one all are done, at -1 none is begun. */
export function plan(active: number | null, ...tasks: string[]): Step {
  const statusOf = (index: number) => (active === null || index < active ? 'done' : index === active ? 'active' : 'open');
  const entries = tasks.map((text, index) => ({ text, status: statusOf(index) }) as const);
  const words = { done: 'completed', active: 'in_progress', open: 'pending' };
  const todos = entries.map(({ text, status }) => ({ content: text, status: words[status], activeForm: text }));
  return tool({
    name: 'TodoWrite',
    input: () => ({ todos }),
    subject: '',
    output: 'Todos have been modified successfully.',
    plan: entries,
  });
}
