/*
 * Every performance figure that we claim, beside what it is compared with, measured in one run. Ratios, since machines are noisy.
 * `npm run bench -- rollup` runs what matches.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../bench', import.meta.url));
const wanted = process.argv.slice(2);
const files = readdirSync(folder).filter(
  (name) => name.endsWith('.mjs') && name !== 'lib.mjs' && (wanted.length === 0 || wanted.some((part) => name.includes(part))),
);

console.log(`${'figure'.padEnd(52)} ${'ours'.padStart(12)}   ${'reference'.padStart(12)}   ${'ratio'.padStart(8)}   reference is`);
let failed = 0;
for (const file of files) {
  const { status } = spawnSync(process.execPath, [join(folder, file)], { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) failed++;
}
process.exitCode = failed === 0 ? 0 : 1;
