import { randomBytes, randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AcpAgent } from '@open-ace/contracts/acp-agent';
import type { Environment } from '../../config.ts';
import { Refusal } from '../../refusal.ts';
import { writeAtomically } from '../../state/atomic-file.ts';
import { cliEnvironment, directTo } from '../cli-environment.ts';
import { type CliCommand, CliProcess } from '../cli-process.ts';
import type { ProcessEnd, SessionStart } from '../driver.ts';
import type { Guardian } from '../guardian.ts';
import { freePort, startBeside } from './beside.ts';
import { Homes } from './homes.ts';
import { filled, mentions, type Values } from './placeholders.ts';

export interface Surroundings {
  readonly environment: Environment;
  /** The agent's own folder; what is made in it is private. */
  readonly dir: string;
  readonly guardian: Guardian;
  /** How long each step may take until the agent is there. */
  readonly startMs: number;
  /** How long a turn may take to end once it was told to. */
  readonly cancelMs: number;
}

/** A process that speaks ACP, with what runs beside it and the files that it was started with. */
export interface Launched {
  readonly process: CliProcess;
  /** The end of what it and what runs beside it wrote beside the protocol. */
  readonly stderr: string;
  /** The agent has named the session, by which its folder must be found again. */
  named(sessionId: string): Promise<void>;
  /** Ends all of it. */
  stop(): Promise<void>;
  /** Resolves when the process has ended and nothing of it is left. */
  end(): Promise<ProcessEnd>;
}

export async function launch(agent: AcpAgent, start: SessionStart, around: Surroundings): Promise<Launched> {
  if (agent.needsModel && start.model === '') throw new Refusal(`Choose a model: ${agent.name} has none of its own here.`);
  if (start.args.length > 0)
    throw new Refusal(`${agent.name} takes no extra arguments. Remove them from the tool's defaults under Manage, Machines.`);
  const dir = join(around.dir, 'acp', agent.id);
  const homes = new Homes(dir);
  const files = join(dir, 'runs', randomUUID());
  const port = agent.beside ? await freePort() : 0;
  const values: Values = {
    gateway: start.gateway.url,
    gatewayV1: `${start.gateway.url}/v1`,
    token: start.gateway.token,
    model: start.model,
    cwd: start.cwd,
    config: join(files, 'config.json'),
    home: mentions(agent, 'home') ? await homes.find(start.toolSessionId) : '',
    port: String(port),
    secret: randomBytes(32).toString('hex'),
  };
  const removeFiles = () => rm(files, { recursive: true, force: true });
  const command = (args: readonly string[]) => commandOf(agent, args, start, values, around.environment);
  const config = agent.modes.find(({ mode }) => mode === start.permissionMode)?.config ?? agent.config;
  let beside: CliProcess | undefined;
  try {
    if (config !== '') await writeAtomically(values.config, filled(config, values));
    if (agent.beside) beside = await startBeside(command(agent.beside.args), port, around.guardian, around.startMs);
    const process = await CliProcess.start(command(agent.args), around.guardian);
    void beside?.end().then(() => process.stop());
    return {
      process,
      get stderr() {
        return [beside?.stderr, process.stderr].filter(Boolean).join('\n');
      },
      named: async (sessionId) => {
        if (values.home !== '') await homes.keep(values.home, sessionId);
      },
      stop: () => process.stop(),
      async end() {
        const ended = await process.end();
        await beside?.stop();
        await removeFiles();
        return ended;
      },
    };
  } catch (error) {
    await beside?.stop();
    await removeFiles();
    throw error;
  }
}

function commandOf(agent: AcpAgent, args: readonly string[], start: SessionStart, values: Values, environment: Environment): CliCommand {
  const host = new URL(start.gateway.url).hostname;
  return {
    path: start.tool.path,
    args: args.map((argument) => filled(argument, values)),
    cwd: start.cwd,
    env: cliEnvironment(environment, {
      ...directTo(agent.beside ? `${host},127.0.0.1` : host, environment),
      ...Object.fromEntries(agent.env.map(({ name, value }) => [name, filled(value, values)])),
    }),
    masked: [values.token, values.secret],
  };
}
