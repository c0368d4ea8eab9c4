import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const skippedFolders = new Set(['node_modules', 'dist', 'generated', 'coverage', 'test', 'testkit']);

/** What `pnpm install` depends on. */
export function packageFiles(root) {
  const manifests = ['apps', 'packages']
    .flatMap((group) => folders(join(root, group)).map((name) => join(group, name, 'package.json')))
    .concat('prisma/package.json')
    .filter((file) => existsSync(join(root, file)));
  return ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests];
}

/** What the build depends on besides the installed packages: every source that is not a test. */
export function sourceFiles(root) {
  const found = [];
  for (const top of ['apps', 'packages', 'prisma']) collect(root, top, found);
  return ['turbo.json', 'tsconfig.base.json', ...found];
}

/** Content, not times: after `git checkout` there and back everything is as it was. */
export function fingerprint(root, files, ...also) {
  const hash = createHash('sha256').update(JSON.stringify(also));
  for (const file of [...files].sort()) {
    hash.update(`\0${file}\0`);
    const path = join(root, file);
    if (existsSync(path)) hash.update(createHash('sha256').update(readFileSync(path)).digest());
  }
  return hash.digest('hex');
}

export function isStamped(stampFile, value) {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === value;
}

export function stamp(stampFile, value) {
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, value);
}

function collect(root, folder, found) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!entry.name.startsWith('.') && !skippedFolders.has(entry.name)) collect(root, path, found);
    } else if (entry.isFile() && !/\.test\.|\.(md|log|tsbuildinfo)$/.test(entry.name)) {
      found.push(path);
    }
  }
}

function folders(path) {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}
