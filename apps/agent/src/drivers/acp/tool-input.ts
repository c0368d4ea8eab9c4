import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { withoutMiddle } from '../../text.ts';
import { type Fields, fields, list, text } from '../stream-json/fields.ts';
import { subjectOf } from '../stream-json/tool-call.ts';
import { jsonOf } from './content.ts';

/** What is kept of the input of a tool: as much as is shown and as rules are made of, in bounded memory. */
export interface ToolInput {
  readonly json: string;
  readonly subject: string;
  readonly command: string;
  readonly url: string;
  /** Absolute. */
  readonly paths: readonly string[];
  /** JSON of all that stands beside the command and is no mere explanation of it: a folder, variables, leave to go out of a sandbox. */
  readonly conditions: string;
  readonly digest: string;
}

const mostJson = 100_000;
const commandNames = ['command', 'cmd', 'script'];
const pathNames = ['file_path', 'filePath', 'filepath', 'notebook_path', 'abs_path', 'absolute_path', 'path'];
const explanations = ['description', 'explanation', 'title', 'timeout', 'timeout_ms'];
/** What names this one request and nothing else. */
const ownIds = ['id', 'callId', 'toolCallId', 'requestId', 'approvalId'];

export function toolInput(value: unknown, cwd: string): ToolInput {
  const input = fields(value);
  const json = value === undefined || value === null ? '{}' : jsonOf(value);
  const command = firstOf(input, commandNames);
  return {
    json: withoutMiddle(json, mostJson),
    subject: subjectOf({ ...input, command: commandOf(command), file_path: firstOf(input, pathNames) }),
    command: bounded(commandOf(command)),
    url: text(input.url).slice(0, 2000),
    paths: pathNames.flatMap((name) => (text(input[name]) === '' ? [] : [bounded(resolve(cwd, text(input[name])))])),
    conditions: conditionsOf(input),
    digest: hash(json),
  };
}

export const hash = (words: string): string => createHash('sha256').update(words).digest('hex');

/** A command may be a text or its words; words are not joined, for that would make different commands alike. */
const commandOf = (command: unknown): string => text(command) || (list(command).length > 0 ? jsonOf(command) : '');

const firstOf = (input: Fields, names: readonly string[]): unknown => names.map((name) => input[name]).find((value) => value !== undefined);

function conditionsOf(input: Fields): string {
  const named = new Set([...commandNames, ...explanations, ...ownIds]);
  const rest = Object.entries(input).filter(([name, value]) => !named.has(name) && value !== null && value !== false && value !== '');
  return rest.length === 0 ? '' : bounded(jsonOf(Object.fromEntries(rest.sort(([a], [b]) => (a < b ? -1 : 1)))));
}

const bounded = (words: string): string => (words.length <= 20_000 ? words : `${words.slice(0, 1000)}… sha256:${hash(words)}`);
