import type { Config } from '../config.ts';
import { Ending, exitCodes } from '../ending.ts';
import { requireService } from '../service/choose-service.ts';
import type { Service } from '../service/service.ts';
import { readCredential } from '../state/credential.ts';
import { here, planOf } from './plan.ts';

export const serviceVerbs = ['install', 'start', 'stop', 'uninstall', 'status'] as const;
export type ServiceVerb = (typeof serviceVerbs)[number];

/** Prints what was done; `status` fails where it does not run, for scripts. */
export async function serviceCommand(config: Config, verb: ServiceVerb): Promise<void> {
  const service = await requireService(planOf(config), here(config));
  if (verb === 'install') return install(config, service);
  const state = await service.state();
  if (verb === 'status') {
    console.log(`${service.kind} (${service.place}): ${state}`);
    if (state !== 'running') throw new Ending('', exitCodes.failed);
    return;
  }
  if (state === 'absent') throw new Ending('There is no service. Install it with: openace-agent service install', exitCodes.failed);
  await service[verb]();
  console.log({ start: 'The service runs.', stop: 'The service is stopped.', uninstall: 'The service is gone.' }[verb]);
}

async function install(config: Config, service: Service): Promise<void> {
  if (!(await readCredential(config.dir)))
    throw new Ending('This machine is not enrolled: a service would end at once. First: openace-agent login', exitCodes.refused);
  const advice = await service.install();
  console.log(`The agent runs as a service (${service.kind}: ${service.place}).`);
  for (const sentence of advice) console.log(sentence);
}
