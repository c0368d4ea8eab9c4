import { existsSync } from 'node:fs';
import { chmod, mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeAtomically } from '../state/atomic-file.ts';
import { launchdLabel, launchdPlist } from './launchd-plist.ts';
import { askProgram, runProgram } from './run-program.ts';
import type { Service, ServicePlan, Surroundings } from './service.ts';

/** Root's is a daemon of the system; everybody else's runs while they are logged in. */
export function launchdService(plan: ServicePlan, { uid, home, environment }: Surroundings): Service {
  const place = join(uid === 0 ? '/Library/LaunchDaemons' : join(home, 'Library/LaunchAgents'), `${launchdLabel}.plist`);
  const domain = uid === 0 ? 'system' : `gui/${uid}`;
  const launchctl = (...args: string[]) => runProgram('launchctl', args, environment);
  const isLoaded = async () => (await askProgram('launchctl', ['print', `${domain}/${launchdLabel}`], environment))?.exitCode === 0;
  const stop = async () => {
    if (await isLoaded()) await launchctl('bootout', `${domain}/${launchdLabel}`);
  };
  const start = async () => {
    if (!(await isLoaded())) await launchctl('bootstrap', domain, place);
  };
  return {
    kind: 'launchd',
    place,
    async install() {
      await mkdir(dirname(place), { recursive: true });
      await writeAtomically(place, launchdPlist(plan));
      await chmod(place, 0o644);
      await stop();
      await start();
      return uid === 0 ? [] : ['It runs while you are logged in.'];
    },
    start,
    stop,
    async uninstall() {
      await stop();
      await rm(place, { force: true });
    },
    async state() {
      if (!existsSync(place)) return 'absent';
      return (await isLoaded()) ? 'running' : 'stopped';
    },
  };
}
