import { execFileSync } from 'node:child_process';

/** Processes that a process started, by the beginning of their names. */
export function childrenOf(parent: number, name: string): number[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,comm='], { encoding: 'utf8' });
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, ppid, comm = '']) => Number(ppid) === parent && comm.split('/').at(-1)?.startsWith(name))
    .map(([pid]) => Number(pid));
}

/** The command lines of all processes in which these words are. */
export function commandsWith(words: string): string[] {
  const table = execFileSync('ps', ['-A', '-o', 'args='], { encoding: 'utf8' });
  return table.split('\n').filter((line) => line.includes(words) && !line.includes('ps -A'));
}

/** All processes that were started with this home, however far their parents are. */
export function processesOf(home: string): { pid: number; command: string }[] {
  const table = execFileSync('ps', ['axeww', '-o', 'pid=,command='], { encoding: 'utf8', maxBuffer: 1 << 26 });
  return table
    .split('\n')
    .filter((line) => line.includes(` HOME=${home} `))
    .map((line) => ({ pid: Number.parseInt(line, 10), command: line.slice(0, 200) }));
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
