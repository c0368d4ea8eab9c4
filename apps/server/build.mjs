import { cp, readFile, rm } from 'node:fs/promises';
import { build } from 'esbuild';

const { version } = JSON.parse(await readFile('package.json', 'utf8'));
await rm('dist', { recursive: true, force: true });
await build({
  entryPoints: { main: 'src/main.ts', cli: 'src/cli/main.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  // Our own packages are TypeScript and go in; everybody else's stay where the package manager put them.
  plugins: [
    {
      name: 'external-packages',
      setup: (b) =>
        b.onResolve({ filter: /^[^.#/]/ }, ({ path }) => (path.startsWith('@open-ace/') ? undefined : { path, external: true })),
    },
  ],
  define: {
    __OPENACE_VERSION__: JSON.stringify(version),
    __OPENACE_COMMIT__: JSON.stringify(process.env.OPENACE_COMMIT ?? 'unknown'),
  },
});
for (const provider of ['sqlite', 'postgresql']) {
  await cp(`../../prisma/${provider}/migrations`, `dist/prisma/${provider}/migrations`, { recursive: true });
}
await cp('src/http/agent-install', 'dist/agent-install', { recursive: true });
