import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { MachineTool } from '@open-ace/contracts/machine';
import type { ToolId } from '@open-ace/contracts/tools';
import type { Environment } from '../config.ts';
import { cliEnvironment } from '../drivers/cli-environment.ts';
import type { Log } from '../logger.ts';
import { pause } from '../pause.ts';
import { isRoot } from './machine-facts.ts';
import { isWithin } from './version.ts';

/** A CLI that can be run. */
export interface FoundTool {
  readonly tool: ToolId;
  readonly path: string;
  readonly version: string;
}

const programs: Record<ToolId, string> = { 'claude-code': 'claude', 'qwen-code': 'qwen', codex: 'codex', openclaw: 'openclaw' };
/** What the drivers were tested with; a tool without a driver has no range. */
const testedVersions: Partial<Record<ToolId, { from: string; below: string }>> = { 'claude-code': { from: '2.1.0', below: '3.0.0' } };

const versionTimeoutMs = 15_000;
const triedAgainAfterMs = 60_000;
const extensions = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];

/** Whether CLIs may be told not to ask on this machine: as root only where the machine is declared to be a sandbox. */
export const mayRunUnasked = (environment: Environment): boolean => !isRoot() || environment.IS_SANDBOX === '1';

/** The coding CLIs of this machine. */
export class Tools {
  readonly #environment: Environment;
  readonly #home: string;
  readonly #log: Log;
  readonly #versions = new Map<string, { changedAt: number; askedAt: number; version: Promise<string> }>();

  constructor(environment: Environment, home: string, log: Log) {
    this.#environment = environment;
    this.#home = home;
    this.#log = log;
  }

  async list(): Promise<MachineTool[]> {
    const found = await Promise.all((Object.keys(programs) as ToolId[]).map((tool) => this.find(tool)));
    return found.flatMap((tool) => (tool ? [this.#described(tool)] : []));
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
    for (const folder of this.#folders()) {
      for (const extension of extensions) {
        const path = join(folder, programs[tool] + extension);
        const version = await this.#versionOf(path);
        if (version !== '') return { tool, path, version };
      }
    }
    return null;
  }

  #described({ tool, version }: FoundTool): MachineTool {
    const range = testedVersions[tool];
    const withheld = tool === 'claude-code' && !mayRunUnasked(this.#environment);
    return {
      tool,
      version: version.slice(0, 100),
      tested: range !== undefined && isWithin(version, range),
      withheldModes: withheld ? [{ mode: 'full-auto', reason: 'root_without_sandbox' }] : [],
    };
  }

  /** Those of PATH, and where installers put CLIs without the PATH of a daemon knowing. */
  #folders(): string[] {
    const usual = ['.local/bin', '.npm-global/bin', '.claude/local', '.bun/bin', '.volta/bin', 'bin'].map((name) => join(this.#home, name));
    const path = (this.#environment.PATH ?? '').split(delimiter).filter(Boolean);
    return [...new Set([...path, ...usual, '/usr/local/bin', '/opt/homebrew/bin'])];
  }

  async #versionOf(path: string): Promise<string> {
    const stats = await stat(path).catch(() => null);
    if (!stats?.isFile() || !(await isExecutable(path))) return '';
    const known = this.#versions.get(path);
    if (known?.changedAt === stats.mtimeMs) {
      const version = await known.version;
      // What it starts in turn may have been mended without a trace here.
      if (version !== '' || Date.now() - known.askedAt < triedAgainAfterMs) return version;
    }
    const version = this.#askVersion(path);
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
