import type { Config } from '../config.ts';
import { acpDriver } from './acp/driver.ts';
import { openclaw } from './acp/openclaw.ts';
import { codexDriver } from './codex/driver.ts';
import type { Driver } from './driver.ts';
import { Guardian } from './guardian.ts';
import { claudeCode } from './stream-json/claude-code.ts';
import { streamJsonDriver } from './stream-json/driver.ts';
import { qwenCode } from './stream-json/qwen-code.ts';

/** How the sessions of every tool are run that this agent knows. */
export function driversFor(config: Pick<Config, 'environment' | 'home' | 'dir'>): Driver[] {
  const { environment, home, dir } = config;
  const guardian = new Guardian();
  return [
    streamJsonDriver(claudeCode(environment, home), guardian),
    streamJsonDriver(qwenCode(config), guardian),
    codexDriver({ environment, home }, guardian),
    acpDriver('openclaw', openclaw, { environment, dir, guardian }),
  ];
}
