import { AcpAgent, SetAcpAgent } from '@open-ace/contracts/acp-agent';
import type { z } from 'zod';
import { type Fault, faultOf } from './agent-faults.ts';
import { emptyAgent } from './agent-values.ts';

/** What is wrong with a text as JSON, before the rules for its values; `acpAgent.json` says it in words. */
export type JsonFault = 'array' | 'boolean' | 'missing' | 'object' | 'string' | 'syntax' | 'unknown';

export interface DefinitionFault {
  /** As one would write it in code, `env[0].name`; '' for the whole. */
  path: string;
  fault: { rule: Fault } | { json: JsonFault; line?: number };
}

export type Reading = { agent: AcpAgent; faults: [] } | { agent: null; faults: DefinitionFault[] };

/** The whole definition, to be taken to another server. */
export const definitionJson = (agent: AcpAgent): string => JSON.stringify(agent, null, 2);

/** What must be said of an agent; all else may be left out. */
const { id: _id, name: _name, program: _program, vendor: _vendor, modes: _modes, ...optional } = emptyAgent;

/** Reads what `definitionJson` wrote, here or on another server, or what somebody wrote by hand. */
export function readDefinition(text: string): Reading {
  const json = parsed(text);
  if ('line' in json) return faulty('', { json: 'syntax', ...(json.line !== null && { line: json.line }) });
  const { value } = json;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return faulty('', { json: 'object' });
  const unknown = Object.keys(value).find((key) => !Object.hasOwn(AcpAgent.shape, key));
  if (unknown !== undefined) return faulty(unknown, { json: 'unknown' });
  const { data, error } = SetAcpAgent.safeParse({ ...optional, ...value });
  if (data) return { agent: data, faults: [] };
  return { agent: null, faults: error.issues.map((issue) => ({ path: written(issue.path), fault: wordsFor(issue, value) })) };
}

const faulty = (path: string, fault: DefinitionFault['fault']): Reading => ({ agent: null, faults: [{ path, fault }] });

function parsed(text: string): { value: unknown } | { line: number | null } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { line: faultyLine(text, error instanceof Error ? error.message : '') };
  }
}

/** Browsers tell where a text is no JSON in the words of their message alone: by its line, or by its place in the text. */
function faultyLine(text: string, message: string): number | null {
  const [, line] = /\bline (\d+)/.exec(message) ?? [];
  if (line !== undefined) return Number(line);
  const [, position] = /\bposition (\d+)/.exec(message) ?? [];
  return position === undefined ? null : text.slice(0, Number(position)).split('\n').length;
}

const kinds = ['array', 'boolean', 'object', 'string'] as const;

function wordsFor(issue: z.core.$ZodIssue, value: object): DefinitionFault['fault'] {
  if (valueAt(value, issue.path) === undefined && !(issue.path[0] === 'tested' && issue.path.length === 1)) return { json: 'missing' };
  const kind = issue.code === 'invalid_type' ? kinds.find((each) => each === issue.expected) : undefined;
  return kind ? { json: kind } : { rule: faultOf(issue) };
}

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce((within, key) => (typeof within === 'object' && within !== null ? Reflect.get(within, key) : undefined), value);

const written = (path: readonly PropertyKey[]): string =>
  path.map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index > 0 ? '.' : ''}${String(key)}`)).join('');
