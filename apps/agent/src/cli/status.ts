import type { Config } from '../config.ts';
import { Ending, exitCodes } from '../ending.ts';
import { readCredential } from '../state/credential.ts';
import { holderOf } from '../state/lock.ts';

/** Prints how things stand; fails where no agent runs, for scripts. */
export async function status({ dir }: Config): Promise<void> {
  const credential = await readCredential(dir);
  const pid = await holderOf(dir);
  console.log(credential ? `Enrolled at ${credential.serverUrl} as machine ${credential.machineId}.` : 'Not enrolled.');
  if (pid === null) throw new Ending('No agent runs.', exitCodes.failed);
  console.log(`The agent runs (process ${pid}) in ${dir}.`);
}
