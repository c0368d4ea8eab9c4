import type { Config } from '../config.ts';
import { Drivers } from '../drivers/drivers.ts';
import { Tools } from '../facts/tools.ts';
import type { Log } from '../logger.ts';

/** The CLIs of this machine, as the agent would find them. */
export const toolsOf = (config: Config, log: Log): Tools => new Tools(new Drivers(config), config.environment, config.home, log);
