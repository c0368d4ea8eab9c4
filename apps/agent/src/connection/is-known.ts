import { randomUUID } from 'node:crypto';
import type { Trust } from '../config.ts';
import type { Credential } from '../state/credential.ts';
import { httpApi } from './client.ts';
import { faultOf } from './fault.ts';

/**
 * Whether the server still wants the machine of this credential; where it cannot be asked it is taken to. Asked as an instance that is none, so that
 * nothing changes: a credential that is known is answered by a conflict.
 */
export async function isKnown({ serverUrl, credential }: Credential, trust: Trust): Promise<boolean> {
  try {
    await httpApi(serverUrl, trust, credential).machine.heartbeat.mutate({ instanceId: randomUUID() });
    return true;
  } catch (error) {
    return faultOf(error).kind !== 'credential';
  }
}
