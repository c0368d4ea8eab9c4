import { homedir } from 'node:os';
import type { Environment } from '../config.ts';
import { Ending, exitCodes } from '../ending.ts';
import { cronService, hasCron } from './cron.ts';
import { launchdService } from './launchd.ts';
import { scheduledTask } from './scheduled-task.ts';
import type { Service, ServicePlan, Surroundings } from './service.ts';
import { hasSystemd, systemdService } from './systemd.ts';

export const surroundingsOf = (environment: Environment): Surroundings => ({
  platform: process.platform,
  uid: process.getuid?.() ?? -1,
  home: homedir(),
  environment,
  systemdRuntime: '/run/systemd/system',
  systemUnits: '/etc/systemd/system',
});

/** What can keep the agent running here: the one that is installed, else the best that the machine has; null where it has none. */
export async function findService(plan: ServicePlan, surroundings: Surroundings): Promise<Service | null> {
  const services = await possible(plan, surroundings);
  for (const service of services) if ((await service.state()) !== 'absent') return service;
  return services[0] ?? null;
}

export async function requireService(plan: ServicePlan, surroundings: Surroundings): Promise<Service> {
  const service = await findService(plan, surroundings);
  if (service) return service;
  throw new Ending(
    'This machine has neither systemd nor cron for this user. Start the agent by other means of yours: openace-agent run',
    exitCodes.failed,
  );
}

async function possible(plan: ServicePlan, surroundings: Surroundings): Promise<Service[]> {
  if (surroundings.platform === 'win32') return [scheduledTask(plan, surroundings)];
  if (surroundings.platform === 'darwin') return [launchdService(plan, surroundings)];
  return [
    ...((await hasSystemd(surroundings)) ? [systemdService(plan, surroundings)] : []),
    ...((await hasCron(surroundings)) ? [cronService(plan, surroundings)] : []),
  ];
}
