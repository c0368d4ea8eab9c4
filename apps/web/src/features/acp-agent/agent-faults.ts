import { SetAcpAgent } from '@open-ace/contracts/acp-agent';
import type { z } from 'zod';
import { type AgentValues, agentOf, offeredModes, sentRows } from './agent-values.ts';

/** What is wrong with a value; `acpAgent.rule` says it in words. */
export type Fault =
  | 'arguments'
  | 'authMethod'
  | 'builtIn'
  | 'caveat'
  | 'config'
  | 'id'
  | 'idTaken'
  | 'mode'
  | 'modeId'
  | 'model'
  | 'modes'
  | 'name'
  | 'node'
  | 'otherId'
  | 'package'
  | 'program'
  | 'secret'
  | 'testedFrom'
  | 'variableName'
  | 'variables'
  | 'variableValue'
  | 'vendor'
  | 'version';

type Issue = Pick<z.core.$ZodIssue, 'path' | 'code'>;

/** Where a rule of the whole of them is broken, and where one of its parts. */
const parts: Record<string, { whole: Fault; [part: string]: Fault }> = {
  env: { whole: 'variables', name: 'variableName', value: 'variableValue' },
  modes: { whole: 'modes', mode: 'mode', id: 'modeId', config: 'config' },
  tested: { whole: 'testedFrom', from: 'version', below: 'version' },
};

const single = ['authMethod', 'caveat', 'config', 'id', 'model', 'name', 'node', 'package', 'program', 'vendor'] as const;

/** Which rule of the contract an issue is about. */
export function faultOf({ path, code }: Issue): Fault {
  const field = String(path[0]);
  const isRefined = code === 'custom';
  if (field === 'id' && isRefined) return 'builtIn';
  const known = single.find((name) => name === field);
  if (known) return known;
  const within = parts[field];
  if (within) return within[String(path.at(-1))] ?? within.whole;
  return isRefined ? 'secret' : 'arguments';
}

/** The form's name of the field that an issue is about. */
function fieldOf({ path: [field, index, part] }: Issue, { env, modes }: AgentValues): string {
  if (field === 'env' && part !== undefined) return `env.${sentRows(env)[Number(index)]}.${String(part)}`;
  if (field === 'modes' && part !== undefined) return `modes.${offeredModes(modes)[Number(index)]}.${String(part)}`;
  if (field === 'tested') return `tested.${String(index ?? 'from')}`;
  return field === 'beside' ? 'beside.args' : String(field);
}

/** What the contract says of what was typed, by the form's fields. `taken` are the ids that another agent has. */
export function faultsOf(values: AgentValues, taken: readonly string[]): Record<string, Fault> {
  const agent = agentOf(values);
  const issues = SetAcpAgent.safeParse(agent).error?.issues ?? [];
  const faults = Object.fromEntries(issues.toReversed().map((issue) => [fieldOf(issue, values), faultOf(issue)]));
  return taken.includes(agent.id) ? { ...faults, id: 'idTaken' } : faults;
}

const essential = ['name', 'id', 'program', 'args', 'vendor', 'modes'];

/** Whether a field stands in the part of the form that is folded at first. */
export const isAdvanced = (field: string) => !essential.includes(field.split('.')[0] ?? '') || /^modes\..+\.config$/.test(field);
