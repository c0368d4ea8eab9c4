import { join } from 'node:path';
import type { ConfigCheck } from '../config.ts';
import { supervise } from '../service/supervise.ts';
import { program } from './plan.ts';

/**
 * What services without restarts of their own start: the agent, again and again, until SIGTERM. Mistakes in the settings are the agent's to tell:
 * an exit code of its own would have the service start this again.
 */
export async function superviseHere({ dir, environment, config }: ConfigCheck): Promise<void> {
  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());
  const logFile = config?.logFile ?? join(dir, 'agent.log');
  await supervise({ node: process.execPath, entry: program.entry, dir, logFile, environment }, stopping.signal);
}
