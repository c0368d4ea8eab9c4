import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/paths.mjs';

const skipped = new Set(['node_modules', 'dist', 'generated', 'artifacts']);

/**
 * What `npm test -- <pattern>` means: the test files whose path contains it, else the tests whose name does, with the files they
 * are in.
 * @returns {{ files: string[], name?: string }}
 */
export function select(pattern, files = testFiles(), read = (file) => readFileSync(join(root, file), 'utf8')) {
  const byPath = files.filter((file) => file.includes(pattern));
  if (byPath.length > 0) return { files: byPath };
  return { files: files.filter((file) => read(file).includes(pattern)), name: pattern };
}

export const isJourney = (file) => file.startsWith('e2e/journeys/');

function testFiles() {
  return ['apps', 'packages', 'prisma', 'scripts', 'e2e'].flatMap((folder) => walk(folder));
}

function walk(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return skipped.has(entry.name) || entry.name.startsWith('.') ? [] : walk(path);
    return /\.(test|spec)\.(ts|tsx|mjs)$/.test(entry.name) ? [path] : [];
  });
}
