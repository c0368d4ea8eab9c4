import { existsSync } from 'node:fs';
import { chmod, mkdir, rm } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { writeAtomically } from '../state/atomic-file.ts';
import { askProgram, runProgram } from './run-program.ts';
import type { Service, ServicePlan, Surroundings } from './service.ts';
import { systemdUnit } from './systemd-unit.ts';

const unit = 'openace-agent.service';

/** Root's is the system's; everybody else has units of their own. */
export function systemdService(plan: ServicePlan, { uid, home, environment, systemUnits }: Surroundings): Service {
  const scope = uid === 0 ? 'system' : 'user';
  const folder = scope === 'system' ? systemUnits : join(environment.XDG_CONFIG_HOME || join(home, '.config'), 'systemd/user');
  const place = join(folder, unit);
  const words = (args: string[]) => (scope === 'user' ? ['--user', ...args] : args);
  const systemctl = (...args: string[]) => runProgram('systemctl', words(args), environment);
  return {
    kind: 'systemd',
    place,
    async install() {
      await mkdir(dirname(place), { recursive: true });
      await writeAtomically(place, systemdUnit(plan, scope));
      await chmod(place, 0o644);
      await systemctl('daemon-reload');
      await systemctl('enable', unit);
      await systemctl('restart', unit);
      return scope === 'system' ? [] : lingerAdvice(environment);
    },
    start: async () => void (await systemctl('start', unit)),
    stop: async () => void (await systemctl('stop', unit)),
    async uninstall() {
      await systemctl('disable', '--now', unit);
      await rm(place, { force: true });
      await systemctl('daemon-reload');
    },
    async state() {
      if (!existsSync(place)) return 'absent';
      const answer = await askProgram('systemctl', words(['is-active', unit]), environment);
      return answer?.exitCode === 0 ? 'running' : 'stopped';
    },
  };
}

/** Without lingering, systemd ends a person's services with their last sign-in, and starts none before the first. */
async function lingerAdvice(environment: Surroundings['environment']): Promise<string[]> {
  const { username } = userInfo();
  const answer = await askProgram('loginctl', ['show-user', username, '--property=Linger', '--value'], environment);
  if (answer?.stdout.trim() === 'yes') return [];
  return [`It stops when you log out, and waits for you after a reboot. To let it run always: sudo loginctl enable-linger ${username}`];
}

/** Whether systemd runs here, and for this user. */
export async function hasSystemd({ uid, environment, systemdRuntime }: Surroundings): Promise<boolean> {
  if (!existsSync(systemdRuntime)) return false;
  if (uid === 0) return true;
  return (await askProgram('systemctl', ['--user', 'show-environment'], environment))?.exitCode === 0;
}
