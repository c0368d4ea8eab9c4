import { accessSync, constants, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from './config.ts';

/** Makes the data folder, for its owner alone. Throws a ConfigError that names it. */
export function prepareDataFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw new ConfigError(`The data folder ${folder} cannot be used${why}. Name another one: OPENACE_DATA_DIR=/path npm start`);
  }
}

function isAlive(pid: number): boolean {
  // In a container the process before us often had the very number that we have.
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Takes the folder for this process; answers how to give it back. Two servers on one SQLite file would both write. The lock of a
 * process that is gone counts for nothing.
 */
export function lockDataFolder(folder: string): () => void {
  const path = join(folder, 'server.pid');
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx', mode: 0o600 });
      return () => rmSync(path, { force: true });
    } catch {
      const holder = Number(readFileSync(path, 'utf8'));
      if (isAlive(holder))
        throw new ConfigError(
          `Another server (process ${holder}) uses the data folder ${folder}. Stop it, or name another one: OPENACE_DATA_DIR=/path npm start`,
        );
      rmSync(path, { force: true });
    }
  }
  throw new ConfigError(`The data folder ${folder} is being taken by another server. Try again.`);
}
