import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Failure } from './failure.mjs';

const onWindows = process.platform === 'win32';

/**
 * Options that give a child a process group of its own: a Ctrl-C then reaches us alone, and whatever the child started can be
 * ended with it. Windows has no groups, and `detached` would open a console window there.
 */
export const ownGroup = { detached: !onWindows };

/** Ends a child and everything in its group; one that is gone already is fine. */
export function killGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (onWindows) child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    // macOS answers EPERM for a group of which only zombies are left.
    if (error.code !== 'ESRCH' && error.code !== 'EPERM') throw error;
  }
}

/** Resolves when the child has ended: `{ code, signal }`, or `{ error }` when it could not be started. */
export function ended(child) {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ error }));
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
}

/** Runs a command with all its output in a file; a failure carries the file's tail. `signal` ends the command's whole group. */
export async function runLogged(what, command, args, { cwd, env, logFile, signal }) {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'w', 0o600);
  // npx is a .cmd file on Windows, which only a shell can run.
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', log, log], shell: onWindows, ...ownGroup });
  closeSync(log);
  const abort = () => killGroup(child, 'SIGKILL');
  signal?.addEventListener('abort', abort, { once: true });
  const { code, error } = await ended(child);
  signal?.removeEventListener('abort', abort);
  signal?.throwIfAborted();
  if (error) throw new Failure(`${what} could not be started (${error.message}): is ${command} installed?`);
  if (code !== 0) throw new Failure(`${what} failed; the whole output is in ${logFile}.`, { tail: tail(logFile) });
}

/** The last lines of a log. */
export function tail(file, lines = 25) {
  if (!existsSync(file)) return '';
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}
