import { spawn } from 'node:child_process';
import type { Environment } from '../config.ts';
import { Ending, exitCodes } from '../ending.ts';

/** Gives the terminal to a program until it ends; its exit code. */
export function inForeground(program: string, args: readonly string[], environment: Environment): Promise<number> {
  // Ctrl-C is for the program; this one goes on when it has ended.
  const ignore = () => undefined;
  process.on('SIGINT', ignore);
  return new Promise<number>((resolve, reject) => {
    const child = spawn(program, [...args], { stdio: 'inherit', env: { ...environment }, shell: program.endsWith('.cmd') });
    child.on('error', (error) => reject(new Ending(`${program} does not start: ${error.message}`, exitCodes.failed)));
    child.on('exit', (code) => resolve(code ?? exitCodes.failed));
  }).finally(() => process.off('SIGINT', ignore));
}
