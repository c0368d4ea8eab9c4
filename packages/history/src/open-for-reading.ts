import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

// Windows has no such flag. Elsewhere a named pipe in the place of a file would block the opening for ever.
const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Null if there is no such file (any more), or if it is not a regular file. */
export async function openForReading(path: string): Promise<FileHandle | null> {
  let file: FileHandle;
  try {
    file = await open(path, flags);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  if ((await file.stat()).isFile()) return file;
  await file.close();
  return null;
}
