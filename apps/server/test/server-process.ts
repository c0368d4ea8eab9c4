import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { newId } from '../src/platform/ids.ts';
import { migrations } from './global-setup.ts';

const workspace = fileURLToPath(new URL('..', import.meta.url));

/** What main.ts does, with the migrations where the sources have them. */
const source = `
  import { loadConfig } from './src/platform/config.ts';
  import { serve } from './src/serve.ts';
  const places = { migrations: ${JSON.stringify(migrations)}, webFolder: '/nowhere' };
  const server = await serve(loadConfig(), places, (notice) => process.send?.(notice));
  process.on('SIGTERM', () => void server.close().then(() => process.exit(0)));
`;

const externalPackages = {
  name: 'external-packages',
  setup: (b: import('esbuild').PluginBuild) => {
    b.onResolve({ filter: /^[^.#/]/ }, ({ path }) => (path.startsWith('@open-ace/') ? undefined : { path, external: true }));
  },
};

/** The server's own program, bundled as the product is, in a folder from which its packages are found. */
export async function bundleServer(): Promise<{ path: string; remove(): void }> {
  const path = join(workspace, 'node_modules', '.test', `${newId()}.mjs`);
  await build({
    stdin: { contents: source, resolveDir: workspace, loader: 'ts' },
    outfile: path,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
    plugins: [externalPackages],
  });
  return { path, remove: () => rmSync(path, { force: true }) };
}

export interface ServerProcess {
  url: string;
  pid: number;
  /** As a crash ends it: nothing is finished. */
  kill(): Promise<void>;
  /** As a service manager stops it. */
  stop(): Promise<number | null>;
}

/** Starts it on a database, as a process of its own. */
export async function startServerProcess(program: string, env: Record<string, string>): Promise<ServerProcess> {
  const dataDir = mkdtempSync(join(tmpdir(), 'open-ace-process-'));
  const defaults = { PORT: '0', OPENACE_DATA_DIR: dataDir, OPENACE_LOG_LEVEL: 'error' };
  const child: ChildProcess = fork(program, { env: { ...process.env, ...defaults, ...env }, execArgv: [] });
  const end = async (signal: NodeJS.Signals) => {
    const exited = once(child, 'exit');
    child.kill(signal);
    const [code] = await exited;
    rmSync(dataDir, { recursive: true, force: true });
    return code as number | null;
  };
  const url = await new Promise<string>((resolve, reject) => {
    child.on('message', (notice: { type: string; url?: string }) => notice.type === 'listening' && resolve(notice.url ?? ''));
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)));
  });
  return { url, pid: child.pid ?? 0, kill: async () => void (await end('SIGKILL')), stop: () => end('SIGTERM') };
}
