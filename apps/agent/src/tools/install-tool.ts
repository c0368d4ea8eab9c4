import { execFile, spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { isBuiltIn, type ToolId, toolNames, toolPackages } from '@open-ace/contracts/tools';
import type { Environment } from '../config.ts';
import { cliEnvironment } from '../drivers/cli-environment.ts';
import { compareVersions } from '../facts/version.ts';
import { Refusal } from '../refusal.ts';
import { sound } from '../text.ts';

interface Installation {
  readonly tool: ToolId;
  readonly package: string;
  readonly version: string;
}

interface Place {
  readonly environment: Environment;
  readonly home: string;
}

const longestMs = 10 * 60_000;
const keptOutput = 8000;
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** Installs a CLI with the machine's own npm, and tells what npm says. Throws a Refusal that says what is missing. */
export async function installTool(
  { tool, package: name, version }: Installation,
  { environment, home }: Place,
  tell: (progress: string) => void,
): Promise<void> {
  const env = { ...cliEnvironment(environment), ...settingsOfNpm(environment) };
  await requireNode(tool, env);
  const args = ['install', '--global', '--no-fund', '--no-audit', '--loglevel=http', ...(await prefixFor(env, home)), `${name}@${version}`];
  const output = new Output(tell);
  output.add(`npm ${args.join(' ')}\n`);
  const exitCode = await run(args, env, home, (text) => output.add(text));
  output.flush();
  if (exitCode !== 0) {
    throw new Refusal(`npm could not install ${name}@${version}: ${output.lastLines(6) || 'it said nothing.'}`);
  }
}

/** Which registry, proxy and certificates npm uses here. */
const settingsOfNpm = (environment: Environment): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (/^npm_config_/i.test(name) && value !== undefined ? [[name, value]] : [])),
  );

async function requireNode(tool: ToolId, env: Record<string, string>): Promise<void> {
  // Of one that was added nobody knows more than npm does.
  if (!isBuiltIn(tool)) return;
  const least = toolPackages[tool].node;
  const found = await promisify(execFile)('node', ['--version'], { env, timeout: 15_000 }).catch(() => null);
  const version = found?.stdout.trim().replace(/^v/, '') ?? '';
  if (version === '') throw new Refusal(`${toolNames[tool]} needs Node ${least} or newer, and there is no node on this machine's PATH.`);
  if (compareVersions(version, least) >= 0) return;
  throw new Refusal(
    `${toolNames[tool]} needs Node ${least} or newer; this machine has ${version}. Install a newer Node from https://nodejs.org, then try again.`,
  );
}

/** Where npm's usual place belongs to somebody else, a folder of the person's own that the agent looks into. */
async function prefixFor(env: Record<string, string>, home: string): Promise<string[]> {
  const found = await promisify(execFile)(npm, ['prefix', '--global'], {
    env,
    cwd: home,
    timeout: 30_000,
    shell: npm.endsWith('.cmd'),
  }).catch(() => null);
  if (!found) throw new Refusal("npm was not found on this machine's PATH. It comes with Node: https://nodejs.org");
  const isWindows = process.platform === 'win32';
  const modules = join(found.stdout.trim(), ...(isWindows ? [] : ['lib']), 'node_modules');
  return (await isWritable(modules)) ? [] : ['--prefix', join(home, '.npm-global')];
}

/** Whether something can be made there: in the folder itself, or in the nearest one above that exists. */
async function isWritable(folder: string): Promise<boolean> {
  try {
    await access(folder, constants.W_OK);
    return true;
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return isMissing && dirname(folder) !== folder && isWritable(dirname(folder));
  }
}

function run(args: string[], env: Record<string, string>, cwd: string, hear: (text: string) => void): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(npm, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: longestMs, shell: npm.endsWith('.cmd') });
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', hear);
    child.once('error', (error) => reject(new Refusal(`npm could not be run: ${error.message}.`)));
    child.once('close', resolve);
  });
}

/** The end of what was said, told every half second while there is more of it. */
class Output {
  readonly #tell: (progress: string) => void;
  #text = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(tell: (progress: string) => void) {
    this.#tell = tell;
  }

  add(text: string): void {
    this.#text = (this.#text + text).slice(-keptOutput);
    this.#timer ??= setTimeout(() => this.flush(), 500);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#tell(sound(this.#text));
  }

  lastLines(count: number): string {
    return sound(this.#text.trim().split('\n').slice(-count).join('\n'));
  }
}
