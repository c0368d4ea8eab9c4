import { isDeepStrictEqual } from 'node:util';
import type { AcpAgent } from '@open-ace/contracts/acp-agent';
import type { ToolId } from '@open-ace/contracts/tools';
import type { Config } from '../config.ts';
import { acpDriver } from './acp/driver.ts';
import { openclaw } from './acp/openclaw.ts';
import { codexDriver } from './codex/driver.ts';
import type { Driver } from './driver.ts';
import { Guardian } from './guardian.ts';
import { claudeCode } from './stream-json/claude-code.ts';
import { streamJsonDriver } from './stream-json/driver.ts';
import { qwenCode } from './stream-json/qwen-code.ts';

/** How the sessions of every tool are run: of those that come with the agent, and of those that the server tells it of. */
export class Drivers {
  readonly #config: Pick<Config, 'environment' | 'home' | 'dir'>;
  readonly #guardian = new Guardian();
  readonly #builtIn: readonly Driver[];
  #told: readonly AcpAgent[] = [];
  #added: readonly Driver[] = [];

  constructor(config: Pick<Config, 'environment' | 'home' | 'dir'>) {
    const { environment, home } = config;
    this.#config = config;
    this.#builtIn = [
      streamJsonDriver(claudeCode(environment, home), this.#guardian),
      streamJsonDriver(qwenCode(config), this.#guardian),
      codexDriver({ environment, home }, this.#guardian),
      this.#acp(openclaw),
    ];
  }

  get all(): readonly Driver[] {
    return [...this.#builtIn, ...this.#added];
  }

  find(tool: ToolId): Driver | undefined {
    return this.all.find((driver) => driver.tool === tool);
  }

  /** Takes these in the place of those added before; true if they are others. No one stands in for a tool that comes with the agent. */
  add(agents: readonly AcpAgent[]): boolean {
    if (isDeepStrictEqual(agents, this.#told)) return false;
    this.#told = agents;
    this.#added = agents.filter(({ id }) => !this.#builtIn.some(({ tool }) => tool === id)).map((agent) => this.#acp(agent));
    return true;
  }

  #acp(agent: AcpAgent): Driver {
    const { environment, dir } = this.#config;
    return acpDriver(agent, { environment, dir, guardian: this.#guardian });
  }
}
