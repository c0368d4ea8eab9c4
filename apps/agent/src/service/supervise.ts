import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { backoff } from '../backoff.ts';
import type { Environment } from '../config.ts';
import { exitCodes } from '../ending.ts';
import { pause } from '../pause.ts';
import { RotatedFile } from '../rotated-file.ts';
import { lockFolder } from '../state/lock.ts';

/** An agent that lived this long was a good one: the next restart is a first one again. */
const goodLifeMs = 60_000;
const lastWordsBytes = 4096;

/** Whoever starts an agent again after these gets the same answer. */
const finalCodes: readonly (number | null)[] = [exitCodes.usage, exitCodes.refused];

export const supervisorFolder = (dir: string): string => join(dir, 'supervisor');

export interface Supervised {
  readonly node: string;
  readonly entry: string;
  readonly dir: string;
  readonly logFile: string;
  readonly environment: Environment;
  /** How long to wait before a restart. */
  readonly waitMs?: (attempt: number) => number;
}

/** Keeps an agent running until the signal, or until it ends with a code that starting again would not change. */
export async function supervise(
  { node, entry, dir, logFile, environment, waitMs = backoff }: Supervised,
  signal: AbortSignal,
): Promise<void> {
  const lock = await lockFolder(supervisorFolder(dir));
  const log = new RotatedFile(logFile);
  try {
    for (let attempt = 0; !signal.aborted; ) {
      const startedAt = Date.now();
      const { exitCode, lastWords } = await lifeOf(node, [entry, 'run'], { ...environment, OPENACE_AGENT_DIR: dir }, signal);
      if (signal.aborted) return;
      if (Date.now() - startedAt >= goodLifeMs) attempt = 0;
      const isFinal = finalCodes.includes(exitCode);
      const told = {
        level: 50,
        time: new Date().toISOString(),
        exitCode,
        lastWords,
        msg: isFinal ? 'the agent has ended for good' : 'the agent is started again',
      };
      log.write(`${JSON.stringify(told)}\n`);
      if (isFinal) return;
      await pause(waitMs(attempt++), signal);
    }
  } finally {
    await lock.release();
  }
}

/** One life of the agent; with its channel it notices the death of this process. */
function lifeOf(
  node: string,
  args: string[],
  env: Environment,
  signal: AbortSignal,
): Promise<{ exitCode: number | null; lastWords: string }> {
  return new Promise((resolve) => {
    const child = spawn(node, args, { env: { ...env }, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    let lastWords = '';
    child.stderr?.on('data', (bytes) => {
      lastWords = (lastWords + String(bytes)).slice(-lastWordsBytes);
    });
    const stop = () => child.kill('SIGTERM');
    const end = (exitCode: number | null) => {
      signal.removeEventListener('abort', stop);
      resolve({ exitCode, lastWords: lastWords.trim() });
    };
    child.on('error', (error) => {
      lastWords = error.message;
      end(null);
    });
    child.on('close', end);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
}
