import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { AcpAgent } from '@open-ace/contracts/acp-agent';
import type { Environment } from '../../config.ts';
import { readIfThere } from '../../state/atomic-file.ts';
import { cliEnvironment } from '../cli-environment.ts';
import { fields, parseLine, text } from '../stream-json/fields.ts';

const patienceMs = 15_000;

/** The program of an agent: its version, and why it does not start where it is there but the Node that runs it is another than it needs. */
export class Program {
  readonly #agent: AcpAgent;
  readonly #environment: Environment;
  problem = '';

  constructor(agent: AcpAgent, environment: Environment) {
    this.#agent = agent;
    this.#environment = environment;
  }

  /** '' where there is no such program. */
  async findVersion(path: string): Promise<string> {
    const said = await this.#ask(path, this.#agent.versionArgs).catch(() => '');
    const version = versionIn(said) || (this.#agent.node === '' ? '' : await this.#installedVersion(path));
    if (version !== '') this.problem = said === '' ? await this.#nodeProblem() : '';
    return version;
  }

  async #nodeProblem(): Promise<string> {
    const { name, node } = this.#agent;
    const found = await this.#ask('node', ['--version']).catch(() => '');
    const here = found === '' ? 'there is no Node on the PATH of this agent' : `the first one on the PATH of this agent is ${found.trim()}`;
    return `${name} needs Node ${node}; ${here}.`;
  }

  /** Of a package whose program does not start, by its manifest. */
  async #installedVersion(path: string): Promise<string> {
    for (let folder = dirname(await realpath(path)); folder !== dirname(folder); folder = dirname(folder)) {
      const manifest = parseLine((await readIfThere(join(folder, 'package.json'))) ?? '');
      if (manifest && fields(manifest.bin)[this.#agent.program] !== undefined) return text(manifest.version);
    }
    return '';
  }

  async #ask(path: string, args: readonly string[]): Promise<string> {
    const env = cliEnvironment(this.#environment);
    const shell = path.endsWith('.cmd');
    const { stdout } = await promisify(execFile)(path, [...args], { env, timeout: patienceMs, killSignal: 'SIGKILL', shell });
    return stdout;
  }
}

const versionIn = (said: string): string => /\d+\.\d+\.\d+[\w.+-]*/.exec(said)?.[0] ?? '';
