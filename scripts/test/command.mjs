import { spawn } from 'node:child_process';
import { root } from '../setup/paths.mjs';
import { ended, killGroup, ownGroup } from '../setup/processes.mjs';

let running;

/** Runs a command with its output on the terminal; true when it succeeded. One that takes twice its budget hangs and is ended. */
export async function runCommand(command, args, { env, budgetMinutes }) {
  const child = spawn(command, args, {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
    ...ownGroup,
  });
  running = child;
  const limit = setTimeout(
    () => {
      console.log(`  Ended after twice its budget of ${budgetMinutes} min.`);
      killGroup(child, 'SIGKILL');
    },
    2 * budgetMinutes * 60_000,
  );
  const { code, error } = await ended(child);
  clearTimeout(limit);
  // A runner that ended must not leave servers or browsers to the next one.
  killGroup(child, 'SIGKILL');
  running = undefined;
  if (error) console.log(`  ${error.message}`);
  return code === 0;
}

export function endRunningCommand() {
  if (running) killGroup(running, 'SIGKILL');
}
