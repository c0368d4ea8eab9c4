import type { Config } from '../config.ts';
import { enrol } from '../connection/enrol.ts';
import { Ending, exitCodes } from '../ending.ts';
import { machineFacts } from '../facts/machine-facts.ts';
import { Tools } from '../facts/tools.ts';
import { createLogger } from '../logger.ts';
import { instanceIdOf } from '../state/instance.ts';
import { lockFolder } from '../state/lock.ts';

/** Makes this machine one of a server, and no longer one of any server before. */
export async function enrolMachine(config: Config): Promise<void> {
  const { dir, serverUrl, registrationToken: token } = config;
  if (!serverUrl || !token)
    throw new Ending('Say which server and with which token: openace-agent enrol --server <url> --token <token>', exitCodes.usage);
  const log = createLogger(config.logLevel);
  const lock = await lockFolder(dir);
  try {
    const tools = await new Tools(config.environment, config.home, log).list();
    const facts = await machineFacts(tools);
    const credential = await enrol({ dir, serverUrl, token, instanceId: await instanceIdOf(dir), facts, log });
    if (credential) console.log(`This machine is enrolled at ${serverUrl}. Start it with: openace-agent run`);
  } finally {
    await lock.release();
  }
}
