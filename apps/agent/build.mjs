import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { pack } from './pack.mjs';

/** What is made for one platform cannot go into the bundle: npm brings it where the agent is installed. */
const native = ['node-pty'];

const here = fileURLToPath(new URL('.', import.meta.url));
const [outdir = join(here, 'dist')] = process.argv.slice(2);
const manifest = JSON.parse(await readFile(join(here, 'package.json'), 'utf8'));

await rm(outdir, { recursive: true, force: true });
await mkdir(outdir, { recursive: true });
await build({
  absWorkingDir: here,
  entryPoints: { main: 'src/main.ts' },
  outdir,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  external: native,
  // Packages that are CommonJS ask for Node's own modules by `require`.
  banner: {
    js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);",
  },
  define: {
    __OPENACE_VERSION__: JSON.stringify(manifest.version),
    __OPENACE_COMMIT__: JSON.stringify(process.env.OPENACE_COMMIT ?? 'unknown'),
  },
});

/** What a machine gets: one file that needs nothing but Node, and what starts it. */
const packed = {
  name: 'openace-agent',
  version: manifest.version,
  license: manifest.license,
  type: manifest.type,
  bin: manifest.bin,
  engines: { node: '>=20.19' },
  dependencies: Object.fromEntries(Object.entries(manifest.dependencies).filter(([name]) => native.includes(name))),
};
const file = async (name, path, mode = 0o644) => ({ name, mode, data: await readFile(path) });
await writeFile(
  join(outdir, 'agent.tgz'),
  pack([
    { name: 'package.json', mode: 0o644, data: Buffer.from(`${JSON.stringify(packed, null, 2)}\n`) },
    await file('bin/openace-agent.mjs', join(here, 'bin/openace-agent.mjs'), 0o755),
    await file('dist/main.js', join(outdir, 'main.js')),
  ]),
);
