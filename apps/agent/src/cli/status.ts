import { toolName } from '@open-ace/contracts/tools';
import type { Config } from '../config.ts';
import { Ending, exitCodes } from '../ending.ts';
import { createLogger } from '../logger.ts';
import { findService } from '../service/choose-service.ts';
import { readCredential } from '../state/credential.ts';
import { lastConnection } from '../state/last-connection.ts';
import { holderOf } from '../state/lock.ts';
import { here, planOf } from './plan.ts';
import { toolsOf } from './tools-of.ts';

const stateWords = { running: 'running', stopped: 'installed, not running', absent: 'not installed' } as const;

/** Prints how things stand; fails where no agent runs, for scripts. */
export async function status(config: Config): Promise<void> {
  const { dir } = config;
  const credential = await readCredential(dir);
  const connected = await lastConnection(dir);
  const service = await findService(planOf(config), here(config));
  const tools = await toolsOf(config, createLogger('silent')).list();
  const rows = [
    ['Server', credential?.serverUrl ?? 'not enrolled'],
    ['Machine', credential?.machineId ?? 'none'],
    ['Service', service ? `${service.kind}, ${stateWords[await service.state()]}` : 'none on this machine'],
    ['Last connection', connected?.toISOString() ?? 'never'],
    ['Folder', dir],
    ['Log', config.logFile],
    ['CLIs', tools.map(({ tool, version }) => `${toolName(tool)} ${version}`).join(', ') || 'none found'],
  ];
  for (const [name, value] of rows) console.log(`${name?.padEnd(16)}${value}`);
  const pid = await holderOf(dir);
  if (pid === null) throw new Ending('No agent runs.', exitCodes.failed);
  console.log(`The agent runs (process ${pid}).`);
}
