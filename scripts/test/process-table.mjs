import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Every live process as `{ pid, command }`. A zombie waits only for its parent and is not one. */
export function liveProcesses() {
  return execFileSync('ps', ['-axo', 'pid=,stat=,command='], { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line))
    .filter((match) => match && !match[2].startsWith('Z'))
    .map((match) => ({ pid: Number(match[1]), command: match[3] }));
}

export function isAlive(pid) {
  return liveProcesses().some((live) => live.pid === pid);
}

/** Live processes whose command line or (on Linux) environment names the folder. */
export function processesOf(folder) {
  return liveProcesses().filter(
    ({ pid, command }) => pid !== process.pid && (command.includes(folder) || environmentOf(pid).includes(folder)),
  );
}

function environmentOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}
