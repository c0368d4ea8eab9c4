import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { placeLauncher, placeProgram } from '../service/program.ts';

interface PlaceOptions {
  /** Folder of the program's versions. */
  readonly root: string | undefined;
  /** Folder of the launcher. */
  readonly bin: string | undefined;
}

/** What install scripts call in the package that they have unpacked: it puts itself where programs live. Prints the launcher's path. */
export async function place({ root, bin }: PlaceOptions): Promise<void> {
  const unpacked = dirname(dirname(fileURLToPath(import.meta.url)));
  const entry = await placeProgram(unpacked, root ?? join(homedir(), '.open-ace', 'agent-program'));
  console.log(await placeLauncher(entry, bin ?? join(homedir(), '.local', 'bin')));
}
