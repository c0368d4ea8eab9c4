import { execFile } from 'node:child_process';
import type { Environment } from '../config.ts';
import { Ending, exitCodes } from '../ending.ts';

const timeoutMs = 60_000;

export interface Answer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program of the system; null where there is none of that name. */
export function askProgram(program: string, args: readonly string[], environment: Environment, input?: string): Promise<Answer | null> {
  return new Promise((resolve) => {
    const child = execFile(program, [...args], { env: { ...environment }, timeout: timeoutMs }, (error, stdout, stderr) => {
      if (error?.code === 'ENOENT') resolve(null);
      else resolve({ exitCode: error ? (typeof error.code === 'number' ? error.code : 1) : 0, stdout, stderr });
    });
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input ?? '');
  });
}

/** Runs a program that has to succeed; what it printed. */
export async function runProgram(program: string, args: readonly string[], environment: Environment, input?: string): Promise<string> {
  const answer = await askProgram(program, args, environment, input);
  if (answer?.exitCode === 0) return answer.stdout;
  const why = answer ? answer.stderr.trim() || answer.stdout.trim() || `exit code ${answer.exitCode}` : 'there is no such program';
  throw new Ending(`${[program, ...args].join(' ')} failed: ${why}`, exitCodes.failed);
}
