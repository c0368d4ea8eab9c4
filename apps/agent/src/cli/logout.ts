import { rm } from 'node:fs/promises';
import type { Config } from '../config.ts';
import { httpApi } from '../connection/client.ts';
import { Ending, exitCodes } from '../ending.ts';
import { findService } from '../service/choose-service.ts';
import { credentialFile, readCredential } from '../state/credential.ts';
import { instanceIdOf } from '../state/instance.ts';
import { lockFolder } from '../state/lock.ts';
import { here, planOf } from './plan.ts';

const goodbyeMs = 5000;

/** Gives up the enrolment. The machine stays in the server's list, offline, until somebody removes it there. */
export async function logout(config: Config): Promise<void> {
  const { dir, trust } = config;
  const credential = await readCredential(dir);
  if (!credential) throw new Ending('This machine is not enrolled.', exitCodes.failed);
  const service = await findService(planOf(config), here(config));
  if (service && (await service.state()) === 'running') await service.stop();
  const lock = await lockFolder(dir);
  try {
    const told = await httpApi(credential.serverUrl, trust, credential.credential)
      .machine.goodbye.mutate({ instanceId: await instanceIdOf(dir) }, { signal: AbortSignal.timeout(goodbyeMs) })
      .then(
        () => true,
        () => false,
      );
    await rm(credentialFile(dir), { force: true });
    console.log(`This machine no longer works for ${credential.serverUrl}${told ? '' : ', which could not be told'}.`);
    console.log('It stays in the list of machines there, offline, until it is removed.');
  } finally {
    await lock.release();
  }
}
