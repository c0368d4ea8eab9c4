import { spawn } from 'node:child_process';
import { Ending, exitCodes } from '../ending.ts';
import { pause } from '../pause.ts';
import { holderOf } from '../state/lock.ts';
import { hasEntry, withEntry, withoutEntry } from './crontab.ts';
import { askProgram, runProgram } from './run-program.ts';
import type { Service, ServicePlan, Surroundings } from './service.ts';
import { supervisorFolder } from './supervise.ts';

const patienceMs = 20_000;

/** For machines without a service manager: cron starts a supervisor with the machine, which starts the agent again whenever it ends. */
export function cronService(plan: ServicePlan, { environment }: Surroundings): Service {
  const read = async () => (await askProgram('crontab', ['-l'], environment))?.stdout ?? '';
  const write = (crontab: string) => runProgram('crontab', ['-'], environment, crontab);
  const holder = () => holderOf(supervisorFolder(plan.dir));

  const start = async () => {
    if ((await holder()) !== null) return;
    const args = [plan.entry, 'service', 'supervise', '--dir', plan.dir];
    const env = { ...environment, PATH: plan.path };
    spawn(plan.node, args, { detached: true, stdio: 'ignore', env, cwd: '/' }).unref();
    if (!(await within(patienceMs, async () => (await holder()) !== null)))
      throw new Ending('The agent did not start. Run it in the foreground to see why: openace-agent run', exitCodes.failed);
  };
  const stop = async () => {
    const pid = await holder();
    if (pid === null) return;
    process.kill(pid, 'SIGTERM');
    if (!(await within(patienceMs, async () => (await holder()) === null)))
      throw new Ending(`Process ${pid} does not end.`, exitCodes.failed);
  };
  return {
    kind: 'cron',
    place: 'crontab',
    async install() {
      await write(withEntry(await read(), plan));
      await stop();
      await start();
      return [];
    },
    start,
    stop,
    async uninstall() {
      await stop();
      await write(withoutEntry(await read()));
    },
    async state() {
      if (!hasEntry(await read())) return 'absent';
      return (await holder()) === null ? 'stopped' : 'running';
    },
  };
}

async function within(ms: number, isSo: () => Promise<boolean>): Promise<boolean> {
  for (const until = Date.now() + ms; Date.now() < until; await pause(50)) if (await isSo()) return true;
  return false;
}

export const hasCron = async ({ environment }: Surroundings): Promise<boolean> =>
  (await askProgram('crontab', ['-l'], environment)) !== null;
