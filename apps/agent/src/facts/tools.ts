import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { MachineTool } from '@open-ace/contracts/machine';
import type { ToolId } from '@open-ace/contracts/tools';
import type { Environment } from '../config.ts';
import { cliEnvironment } from '../drivers/cli-environment.ts';
import type { Driver } from '../drivers/driver.ts';
import type { Drivers } from '../drivers/drivers.ts';
import type { Log } from '../logger.ts';
import { pause } from '../pause.ts';

/** A CLI that can be run. */
export interface FoundTool {
  readonly tool: ToolId;
  readonly path: string;
  readonly version: string;
}

const versionTimeoutMs = 15_000;
const triedAgainAfterMs = 60_000;
const extensions = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];

/** The coding CLIs of this machine. */
export class Tools {
  readonly #drivers: Pick<Drivers, 'all' | 'find'>;
  readonly #environment: Environment;
  readonly #home: string;
  readonly #log: Log;
  readonly #versions = new Map<string, { changedAt: number; askedAt: number; version: Promise<string> }>();

  constructor(drivers: Pick<Drivers, 'all' | 'find'>, environment: Environment, home: string, log: Log) {
    this.#drivers = drivers;
    this.#environment = environment;
    this.#home = home;
    this.#log = log;
  }

  async list(): Promise<MachineTool[]> {
    const found = await Promise.all(
      this.#drivers.all.map(async (driver) => {
        const tool = await this.find(driver.tool);
        return tool ? [{ tool: tool.tool, name: driver.name, version: tool.version.slice(0, 100), ...driver.describe(tool.version) }] : [];
      }),
    );
    return found.flat();
  }

  /** Calls back whenever another CLI can be run, or another version of one, until the signal. */
  async watch(changed: () => Promise<void>, signal: AbortSignal, everyMs = 10_000): Promise<void> {
    let told = JSON.stringify(await this.list());
    while (!signal.aborted) {
      await pause(everyMs, signal);
      const found = JSON.stringify(await this.list());
      if (found === told || signal.aborted) continue;
      told = found;
      await changed();
    }
  }

  /** Null if it is not there or does not start. */
  async find(tool: ToolId): Promise<FoundTool | null> {
    const driver = this.#drivers.find(tool);
    if (!driver) return null;
    for (const folder of this.#folders()) {
      for (const extension of extensions) {
        const path = join(folder, driver.program + extension);
        const version = await this.#versionOf(path, driver);
        if (version !== '') return { tool, path, version };
      }
    }
    return null;
  }

  /** Those of PATH, and where installers put CLIs without the PATH of a daemon knowing. */
  #folders(): string[] {
    const usual = ['.local/bin', '.npm-global/bin', '.claude/local', '.bun/bin', '.volta/bin', 'bin'].map((name) => join(this.#home, name));
    const path = (this.#environment.PATH ?? '').split(delimiter).filter(Boolean);
    return [...new Set([...path, ...usual, '/usr/local/bin', '/opt/homebrew/bin'])];
  }

  async #versionOf(path: string, driver: Driver): Promise<string> {
    const stats = await stat(path).catch(() => null);
    if (!stats?.isFile() || !(await isExecutable(path))) return '';
    const known = this.#versions.get(path);
    if (known?.changedAt === stats.mtimeMs) {
      const version = await known.version;
      // What it starts in turn may have been mended without a trace here.
      const isWell = version !== '' && driver.describe(version).problem === '';
      if (isWell || Date.now() - known.askedAt < triedAgainAfterMs) return version;
    }
    const version = driver.findVersion ? driver.findVersion(path) : this.#askVersion(path);
    this.#versions.set(path, { changedAt: stats.mtimeMs, askedAt: Date.now(), version });
    return version;
  }

  async #askVersion(path: string): Promise<string> {
    try {
      const { stdout } = await promisify(execFile)(path, ['--version'], {
        cwd: this.#home,
        env: cliEnvironment(this.#environment),
        timeout: versionTimeoutMs,
        killSignal: 'SIGKILL',
        shell: path.endsWith('.cmd'),
      });
      return /\d+\.\d+\.\d+[\w.+-]*/.exec(stdout)?.[0] ?? '';
    } catch (error) {
      this.#log.warn(
        { path, error: error instanceof Error ? error.message.slice(0, 500) : String(error) },
        'a CLI does not tell its version',
      );
      return '';
    }
  }
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
