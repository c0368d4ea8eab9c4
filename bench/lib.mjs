import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** A temporary folder that goes when the process ends. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'open-ace-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A port that nobody listens on. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

const external = {
  name: 'external-packages',
  setup: (build) =>
    build.onResolve({ filter: /^[^.#/]/ }, ({ path }) => (path.startsWith('@open-ace/') ? undefined : { path, external: true })),
};

/** Our TypeScript as the product's own build bundles it. `source` imports as a file of `workspace` would. */
export async function load(workspace, source) {
  const folder = join(root, workspace);
  const { build } = createRequire(join(root, 'apps/server/package.json'))('esbuild');
  const outfile = join(folder, 'node_modules', '.bench', `${process.pid}-${Date.now()}.mjs`);
  await build({
    stdin: { contents: source, resolveDir: join(folder, 'src'), loader: 'ts' },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
    plugins: [external],
  });
  process.on('exit', () => rmSync(outfile, { force: true }));
  return import(pathToFileURL(outfile).href);
}

/** Milliseconds of the middle one of `times` runs. */
export async function median(times, run) {
  const taken = [];
  for (let n = 0; n < times; n++) {
    const start = performance.now();
    await run();
    taken.push(performance.now() - start);
  }
  return taken.sort((a, b) => a - b)[Math.floor(times / 2)];
}

/** One row: ours, what it is compared with, and the ratio of the two. */
export function row(name, ours, reference, unit, of) {
  const digits = (value) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
  console.log(
    `${name.padEnd(52)} ${`${digits(ours)} ${unit}`.padStart(12)}   ${`${digits(reference)} ${unit}`.padStart(12)}   ${(ours / reference).toFixed(3).padStart(8)}   ${of}`,
  );
}
