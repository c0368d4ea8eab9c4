import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { privateFolder } from '../state/atomic-file.ts';
import { askProgram, runProgram } from './run-program.ts';
import type { Service, ServicePlan, Surroundings } from './service.ts';
import { taskXml } from './task-xml.ts';

const task = 'Open ACE agent';

/** Windows' own scheduler: no service manager there takes a program that is none of its own. */
export function scheduledTask(plan: ServicePlan, { environment }: Surroundings): Service {
  const schtasks = (...args: string[]) => runProgram('schtasks.exe', args, environment);
  const user = [environment.USERDOMAIN, environment.USERNAME].filter(Boolean).join('\\');
  const start = async () => void (await schtasks('/Run', '/TN', task));
  // One that does not run is as good as ended.
  const stop = async () => void (await askProgram('schtasks.exe', ['/End', '/TN', task], environment));
  return {
    kind: 'scheduled-task',
    place: task,
    async install() {
      const file = join(plan.dir, 'task.xml');
      await privateFolder(plan.dir);
      // The only encoding in which the scheduler reads every path.
      await writeFile(file, `\ufeff${taskXml(plan, user)}`, 'utf16le');
      await schtasks('/Create', '/TN', task, '/XML', file, '/F');
      await rm(file, { force: true });
      await stop();
      await start();
      return ['It runs while you are logged on.'];
    },
    start,
    stop,
    async uninstall() {
      await stop();
      await schtasks('/Delete', '/TN', task, '/F');
    },
    async state() {
      const answer = await askProgram('schtasks.exe', ['/Query', '/TN', task, '/FO', 'CSV', '/NH'], environment);
      if (answer?.exitCode !== 0) return 'absent';
      return answer.stdout.includes('"Running"') ? 'running' : 'stopped';
    },
  };
}
