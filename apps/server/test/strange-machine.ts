import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

export interface Ran {
  code: number | null;
  output: string;
}

/** A machine that Open ACE has never seen: an empty home, and of the programs on PATH those of this one that are named. */
export class StrangeMachine {
  readonly home = realpathSync(mkdtempSync(join(tmpdir(), "openace it's a $home-")));
  readonly #path = join(this.home, 'programs');

  constructor(programs: readonly string[]) {
    mkdirSync(this.#path);
    for (const program of programs) symlinkSync(located(program), join(this.#path, program));
  }

  get programs(): string {
    return this.#path;
  }

  get launcher(): string {
    return join(this.home, '.local/bin/openace-agent');
  }

  get environment(): Record<string, string> {
    return { HOME: this.home, PATH: this.#path, TMPDIR: tmpdir() };
  }

  run(program: string, args: string[], { input = '', env = {} }: { input?: string; env?: Record<string, string> } = {}): Promise<Ran> {
    return new Promise((resolve, reject) => {
      const child = spawn(program, args, { env: { ...this.environment, ...env }, cwd: this.home });
      let output = '';
      child.stdout.on('data', (bytes) => (output += String(bytes)));
      child.stderr.on('data', (bytes) => (output += String(bytes)));
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, output }));
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
    });
  }

  [Symbol.dispose](): void {
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5 });
  }
}

const usual = ['cat', 'chmod', 'env', 'gzip', 'id', 'mkdir', 'mktemp', 'mv', 'rm', 'sh', 'tar', 'uname'];
export const everything = [...usual, 'curl', 'node', 'wget'];
export const allBut = (...missing: string[]) => everything.filter((program) => !missing.includes(program));

function located(program: string): string {
  if (program === 'node') return process.execPath;
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    try {
      return realpathSync(join(folder, program));
    } catch {
      // Not in this one.
    }
  }
  throw new Error(`${program} is needed for this test.`);
}
