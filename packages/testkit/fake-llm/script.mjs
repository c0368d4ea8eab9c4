// @ts-check
// Reply scripts: what the fake provider says next.
//
// A prompt may carry a script, so a test needs no side channel to the provider:
//
//   @@fake [{"tool":"shell","command":"echo hi > out.txt"},{"text":"All done."}]
//
// Each element is one model response ("step"). The step to play is found from the conversation itself:
// it is the number of assistant turns after the message that holds the script. That makes the provider
// stateless across CLI restarts and resumed sessions. Only `error.times` is counted here.
import { createHash } from 'node:crypto';

/**
 * @typedef {import('./server.d.mts').Step} Step
 * @typedef {import('./server.d.mts').ToolStep} ToolStep
 * @typedef {import('./server.d.mts').Usage} Usage
 * @typedef {{ role: 'user' | 'assistant' | 'tool' | 'system', text: string }} Turn
 * @typedef {{ name: string, kind: 'function' | 'custom', properties: string[] }} OfferedTool
 */

const MARK = '@@fake';

/** Usage reported when a step names none. Kept constant so that totals in tests are exact. */
const DEFAULT_USAGE = Object.freeze({ input: 1000, output: 50, cacheRead: 200, cacheWrite: 0, reasoning: 0 });

/** @param {Partial<Usage>} [u] @returns {Usage} */
export function usageOf(u) {
  return { ...DEFAULT_USAGE, ...u };
}

/** Returns the JSON array that starts at the first '[' of `text`, or undefined. @param {string} text */
function firstJsonArray(text) {
  const start = text.indexOf('[');
  if (start < 0) return undefined;
  let depth = 0;
  let inString = false;
  for (let i = start; i < text.length; i++) {
    const c = text[i];
    if (inString) {
      if (c === '\\') i++;
      else if (c === '"') inString = false;
    } else if (c === '"') inString = true;
    else if (c === '[' || c === '{') depth++;
    else if ((c === ']' || c === '}') && --depth === 0) return text.slice(start, i + 1);
  }
  return undefined;
}

/** @param {string} text @returns {Step[] | undefined} */
function parseScript(text) {
  const at = text.lastIndexOf(MARK);
  if (at < 0) return undefined;
  const json = firstJsonArray(text.slice(at + MARK.length));
  if (!json) return undefined;
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Text a user really typed: without the notes CLIs add around it. @param {string} text */
function typedText(text) {
  return text
    .replace(/<([a-zA-Z_-]+)(?:\s[^>]*)?>[\s\S]*?<\/\1>/g, '')
    .replace(/<<<BEGIN_(\w+)>>>[\s\S]*?<<<END_\1>>>/g, '')
    .replace(/\[Request interrupted by user[^\]]*\]/g, '')
    .replace(/\[Request cancelled[^\]]*\]/g, '')
    .trim();
}

/**
 * The text parts of a message's content. CLIs put notes, and sometimes an earlier unanswered prompt,
 * in one message with the prompt; as separate turns the latest prompt can still be told apart.
 * @param {any} content @returns {string[]}
 */
export function textParts(content) {
  if (typeof content === 'string') return [content];
  return (content ?? []).filter((/** @type {any} */ p) => typeof p.text === 'string').map((/** @type {any} */ p) => p.text);
}

/** Decides the next step of a conversation. */
export class Director {
  /** @param {{ respond?: (turns: Turn[], body: any) => Step | undefined }} [options] */
  constructor(options = {}) {
    this.respond = options.respond;
    /** @type {Step[]} steps pushed by a test; each is used once, before anything else */
    this.queue = [];
    /** @type {Map<string, number>} */
    this.errorsServed = new Map();
  }

  /** @param {Turn[]} turns @param {OfferedTool[]} tools @param {any} body @returns {Step} */
  next(turns, tools, body) {
    const forced = this.queue.shift() ?? this.respond?.(turns, body);
    if (forced) return forced;
    const scripted = this.#scripted(turns);
    // Side requests (titles, summaries, topic checks) repeat the prompt but offer no tools.
    if (scripted && (tools.length > 0 || !(scripted.tool || scripted.tools))) return scripted;
    if (scripted) return { text: 'Scripted task' };
    const last = [...turns].reverse().find((t) => t.role === 'user' && typedText(t.text));
    return { text: `Fake reply to: ${last ? typedText(last.text).slice(-80) : '(nothing)'}` };
  }

  /** @param {Turn[]} turns @returns {Step | undefined} */
  #scripted(turns) {
    const at = turns.findLastIndex((turn) => turn.role === 'user' && turn.text.includes(MARK));
    const script = turns[at];
    if (!script) return undefined;
    const steps = parseScript(script.text);
    if (!steps) return undefined;
    const after = turns.slice(at + 1);
    // A later prompt of the user ends the script, even when steps are left (an interrupted turn).
    if (after.some((t) => t.role === 'user' && typedText(t.text))) return undefined;
    let played = after.filter((t, i) => t.role === 'assistant' && after[i - 1]?.role !== 'assistant').length;
    for (const [i, step] of steps.entries()) {
      if (step.error) {
        if (this.#serves(step.error, `${script.text}#${i}`)) return step;
        continue;
      }
      if (played === 0) return step;
      played--;
    }
    return undefined;
  }

  /** Whether an error of a script is still to be given; counts it. @param {{ times?: number }} error @param {string} place */
  #serves(error, place) {
    if (error.times === undefined) return true;
    // Hashed, because a long test would otherwise keep every prompt that had such a script.
    const key = createHash('sha256').update(place).digest('base64');
    const served = this.errorsServed.get(key) ?? 0;
    if (served >= error.times) return false;
    this.errorsServed.set(key, served + 1);
    return true;
  }
}

const SHELL_TOOLS = [
  'Bash',
  'run_shell_command',
  'exec_command',
  'shell_command',
  'shell',
  'local_shell',
  'exec',
  'bash',
  'execute_command',
];
const WRITE_TOOLS = ['Write', 'write_file', 'write', 'create_file'];
const READ_TOOLS = ['Read', 'read_file', 'read'];

/** @param {OfferedTool[]} tools @param {string[]} names */
const firstOf = (tools, names) => names.map((n) => tools.find((t) => t.name === n)).find(Boolean);

/** @typedef {{ name: string, kind: 'function' | 'custom', input: any }} Call */

const pathKey = (/** @type {OfferedTool} */ t) =>
  ['file_path', 'filePath', 'absolute_path', 'path'].find((k) => t.properties.includes(k)) ?? 'file_path';

/** @param {string} s */
const quote = (s) => `'${s.replaceAll("'", `'\\''`)}'`;

/** @param {ToolStep} step @param {OfferedTool[]} tools @returns {Call} */
function writeCall(step, tools) {
  const t = firstOf(tools, WRITE_TOOLS);
  if (t) return { name: t.name, kind: 'function', input: { [pathKey(t)]: step.path, content: step.content ?? '' } };
  return shellCall({ tool: 'shell', command: `printf %s ${quote(step.content ?? '')} > ${quote(step.path ?? '')}` }, tools);
}

/** @param {ToolStep} step @param {OfferedTool[]} tools @returns {Call} */
function readCall(step, tools) {
  const t = firstOf(tools, READ_TOOLS);
  if (t) return { name: t.name, kind: 'function', input: { [pathKey(t)]: step.path } };
  return shellCall({ tool: 'shell', command: `cat ${quote(step.path ?? '')}` }, tools);
}

/** The arguments of a shell tool, as each CLI names them. @param {OfferedTool | undefined} t @param {string} command */
function shellArguments(t, command) {
  if (t && !t.properties.includes('command')) return { cmd: command };
  const takesList = t?.name === 'shell' || t?.name === 'local_shell';
  return { command: takesList ? ['bash', '-lc', command] : command };
}

/** @param {ToolStep} step @param {OfferedTool[]} tools @returns {Call} */
function shellCall(step, tools) {
  const t = firstOf(tools, SHELL_TOOLS);
  const command = step.command ?? 'true';
  if (t?.kind === 'custom') {
    // Codex "code mode": the tool takes JavaScript, shell access is tools.exec_command.
    const input = `const r = await tools.exec_command(${JSON.stringify({ cmd: command, ...step.input })});\ntext(r.output);`;
    return { name: t.name, kind: 'custom', input };
  }
  /** @type {Record<string, unknown>} */
  const input = { ...step.input, ...shellArguments(t, command) };
  if (t?.properties.includes('description')) input.description ??= 'Run a scripted command';
  if (t?.properties.includes('is_background')) input.is_background ??= false;
  return { name: t?.name ?? 'Bash', kind: 'function', input };
}

const CALLS = /** @type {Record<string, (step: ToolStep, tools: OfferedTool[]) => Call>} */ ({
  write: writeCall,
  read: readCall,
  shell: shellCall,
});

/**
 * Turns `shell` / `write` / `read` into a call of whatever tool this CLI offers for it.
 * Any other name is taken literally, with `input` as its arguments.
 * @param {ToolStep} step @param {OfferedTool[]} tools
 * @returns {Call}
 */
export function toolCall(step, tools) {
  const call = Object.hasOwn(CALLS, step.tool) ? CALLS[step.tool] : undefined;
  if (call) return call(step, tools);
  const literal = tools.find((t) => t.name === step.tool);
  return { name: step.tool, kind: literal?.kind ?? 'function', input: step.input ?? {} };
}

/** @param {Step} step @returns {ToolStep[]} */
export function toolSteps(step) {
  if (step.tools) return step.tools;
  return step.tool ? [/** @type {ToolStep} */ (step)] : [];
}

/** @param {string} text @param {number} [size] */
export function chunks(text, size = 12) {
  const out = [];
  for (let i = 0; i < text.length; i += size) out.push(text.slice(i, i + size));
  return out;
}
