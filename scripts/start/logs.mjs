import { mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

const largest = 20 * 1024 * 1024;

/**
 * The logs of one run. A child writes to the file itself, so nothing is lost when this process is killed; a file that has grown
 * too large makes room when its child is next started.
 */
export function openLogs(dataFolder) {
  const folder = join(dataFolder, 'logs');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const fileOf = (name) => join(folder, `${name}.log`);
  return {
    folder,
    fileOf,
    open(name) {
      const file = fileOf(name);
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > largest) renameSync(file, `${file}.1`);
      return openSync(file, 'a', 0o600);
    },
  };
}
