import { randomId } from '@mantine/hooks';
import type { AcpAgent } from '@open-ace/contracts/acp-agent';
import { PermissionMode } from '@open-ace/contracts/tools';
import { argumentsOf, linesOf } from './argument-lines.ts';

/** A variable while it is being typed. */
export interface VariableRow {
  /** Tells rows apart while they come and go. */
  key: string;
  name: string;
  value: string;
}

export interface ModeValues {
  offered: boolean;
  id: string;
  hasConfig: boolean;
  config: string;
}

/** An agent as the fields hold it: arguments as lines, and every mode whether it is offered or not. */
export interface AgentValues extends Record<string, unknown>, Omit<AcpAgent, 'args' | 'versionArgs' | 'env' | 'beside' | 'modes'> {
  args: string;
  versionArgs: string;
  env: VariableRow[];
  beside: { runs: boolean; args: string };
  modes: Record<PermissionMode, ModeValues>;
}

/** What another agent begins with. */
export const emptyAgent: AcpAgent = {
  id: '',
  name: '',
  program: '',
  args: [],
  versionArgs: ['--version'],
  env: [],
  config: '',
  beside: null,
  vendor: 'openai',
  model: '{model}',
  needsModel: false,
  authMethod: '',
  modes: [{ mode: 'ask', id: '' }],
  tested: { from: '', below: '' },
  package: '',
  node: '',
  caveat: '',
};

export function valuesOf(agent: AcpAgent): AgentValues {
  const modeOf = (wanted: PermissionMode): ModeValues => {
    const mode = agent.modes.find((each) => each.mode === wanted);
    return { offered: mode !== undefined, id: mode?.id ?? '', hasConfig: mode?.config !== undefined, config: mode?.config ?? '' };
  };
  return {
    ...agent,
    args: linesOf(agent.args),
    versionArgs: linesOf(agent.versionArgs),
    env: agent.env.map((variable) => ({ key: randomId(), ...variable })),
    beside: { runs: agent.beside !== null, args: linesOf(agent.beside?.args ?? []) },
    modes: { plan: modeOf('plan'), ask: modeOf('ask'), 'auto-edit': modeOf('auto-edit'), 'full-auto': modeOf('full-auto') },
  };
}

/** A row in which nothing was typed is none. */
const isBlank = ({ name, value }: VariableRow) => name.trim() === '' && value === '';

/** Which rows are sent, by their place in the form. */
export const sentRows = (rows: readonly VariableRow[]): number[] => rows.flatMap((row, index) => (isBlank(row) ? [] : [index]));

export const offeredModes = (modes: AgentValues['modes']): PermissionMode[] => PermissionMode.options.filter((mode) => modes[mode].offered);

/** As the server would take it, were there no fault in it. */
export function agentOf({ args, versionArgs, env, beside, modes, tested, ...rest }: AgentValues): AcpAgent {
  return {
    ...rest,
    id: rest.id.trim(),
    program: rest.program.trim(),
    package: rest.package.trim(),
    args: argumentsOf(args),
    versionArgs: argumentsOf(versionArgs),
    env: env.filter((row) => !isBlank(row)).map(({ name, value }) => ({ name: name.trim(), value })),
    beside: beside.runs ? { args: argumentsOf(beside.args) } : null,
    tested: { from: tested.from.trim(), below: tested.below.trim() },
    modes: offeredModes(modes).map((mode) => {
      const { id, hasConfig, config } = modes[mode];
      return { mode, id, ...(hasConfig && { config }) };
    }),
  };
}
