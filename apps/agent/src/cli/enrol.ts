import type { Config } from '../config.ts';
import { enrol } from '../connection/enrol.ts';
import { isKnown } from '../connection/is-known.ts';
import { Ending, exitCodes } from '../ending.ts';
import { machineFacts } from '../facts/machine-facts.ts';
import { createLogger } from '../logger.ts';
import { keepCertificates } from '../state/agent-file.ts';
import { readCredential } from '../state/credential.ts';
import { instanceIdOf } from '../state/instance.ts';
import { lockFolder } from '../state/lock.ts';
import { toolsOf } from './tools-of.ts';

export interface EnrolOptions {
  /** An enrolment that the same server still knows stays, and the token is not used. */
  readonly keep?: boolean;
  /** Certificates in PEM to believe from now on. */
  readonly caFile?: string | undefined;
}

/** Makes this machine one of a server, and no longer one of any server before. */
export async function enrolMachine(config: Config, { keep = false, caFile }: EnrolOptions = {}): Promise<void> {
  const { dir, serverUrl, registrationToken: token, trust } = config;
  if (keep && (await isEnrolledAt(config))) {
    if (caFile) await keepCertificates(dir, caFile);
    console.log(`This machine is enrolled at ${serverUrl} already, and stays it.`);
    return;
  }
  if (!serverUrl || !token)
    throw new Ending('Say which server and with which token: openace-agent enrol --server <url> --token <token>', exitCodes.usage);
  const log = createLogger(config.logLevel === 'info' ? 'warn' : config.logLevel);
  const lock = await lockFolder(dir);
  try {
    const facts = await machineFacts(await toolsOf(config, log).list());
    const credential = await enrol({ dir, serverUrl, token, trust, instanceId: await instanceIdOf(dir), facts, log });
    if (credential && caFile) await keepCertificates(dir, caFile);
    if (credential) console.log(`This machine is enrolled at ${serverUrl}. Start it with: openace-agent run`);
  } finally {
    await lock.release();
  }
}

async function isEnrolledAt({ dir, serverUrl, trust }: Config): Promise<boolean> {
  const credential = await readCredential(dir);
  if (!credential || !serverUrl || new URL(credential.serverUrl).origin !== new URL(serverUrl).origin) return false;
  return isKnown(credential, trust);
}
