import type { MachineFacts } from '@open-ace/contracts/machine';
import { backoff } from '../backoff.ts';
import type { Trust } from '../config.ts';
import { Ending, exitCodes } from '../ending.ts';
import type { Log } from '../logger.ts';
import { pause } from '../pause.ts';
import { type Credential, writeCredential } from '../state/credential.ts';
import { httpApi } from './client.ts';
import { faultOf } from './fault.ts';

export interface Enrolment {
  readonly dir: string;
  readonly serverUrl: string;
  readonly token: string;
  readonly trust: Trust;
  readonly instanceId: string;
  readonly facts: MachineFacts;
  readonly log: Log;
}

/** Trades a registration token for a credential and keeps it. Waits for a server that is not there yet; null if stopped meanwhile. */
export async function enrol(enrolment: Enrolment, signal?: AbortSignal): Promise<Credential | null> {
  const { dir, serverUrl, token, trust, instanceId, facts, log } = enrolment;
  const api = httpApi(serverUrl, trust);
  for (let attempt = 0; !signal?.aborted; attempt++) {
    try {
      const enrolled = await api.machine.enrol.mutate({ token, instanceId, facts }, signal && { signal });
      const credential = { serverUrl, ...enrolled };
      await writeCredential(dir, credential);
      log.info({ serverUrl, machineId: credential.machineId }, 'enrolled');
      return credential;
    } catch (error) {
      if (signal?.aborted) return null;
      const fault = faultOf(error);
      if (fault.kind !== 'passing') {
        throw new Ending(`The server did not enrol this machine: ${fault.message}`, exitCodes.refused);
      }
      if (attempt === 0) log.info({ serverUrl, error: fault.message }, 'the server cannot be reached yet; trying on');
      await pause(Math.max(fault.retryAfterMs, backoff(attempt)), signal);
    }
  }
  return null;
}
