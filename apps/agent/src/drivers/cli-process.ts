import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { pause } from '../pause.ts';
import { Refusal } from '../refusal.ts';
import { sound } from '../text.ts';
import type { ProcessEnd } from './driver.ts';
import type { Guardian } from './guardian.ts';

export interface CliCommand {
  readonly path: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Record<string, string>;
  /** Given to the process on file descriptor 3, and nowhere else. */
  readonly secret?: string | undefined;
  /** Cut out of what is told of its stderr. */
  readonly masked: readonly string[];
}

const stderrLength = 4000;
const longestLine = 64 << 20;
/** After its exit. */
const silenceMs = 1000;
const gentleMs = 2000;
const terminateMs = 5000;

/** A CLI that speaks in lines on stdin and stdout. */
export class CliProcess {
  readonly #child: ChildProcess & { stdin: Writable; stdout: Readable; stderr: Readable };
  readonly #exited: Promise<number | null>;
  readonly #masked: readonly string[];
  #stderr = '';
  #onExit: () => void = () => {};

  private constructor(child: ChildProcess, masked: readonly string[], guardian: Guardian) {
    this.#child = child as ChildProcess & { stdin: Writable; stdout: Readable; stderr: Readable };
    this.#masked = masked;
    this.#exited = new Promise((resolve) => {
      child.once('exit', (code) => {
        if (child.pid !== undefined) guardian.release(child.pid);
        resolve(code);
        this.#onExit();
      });
    });
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-2 * stderrLength);
    });
    // A CLI that is gone is noticed by its exit; writing to it in between is no failure of ours.
    for (const stream of child.stdio) stream?.on('error', () => undefined);
  }

  static async start({ path, args, cwd, env, secret, masked }: CliCommand, guardian: Guardian): Promise<CliProcess> {
    const stdio = secret === undefined ? (['pipe', 'pipe', 'pipe'] as const) : (['pipe', 'pipe', 'pipe', 'pipe'] as const);
    const shell = path.endsWith('.cmd');
    const child = spawn(path, [...args], { cwd, env, stdio: [...stdio], detached: process.platform !== 'win32', shell, windowsHide: true });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (error) => reject(new Refusal(`${path} could not be started: ${error.message}.`)));
    });
    if (child.pid !== undefined) guardian.watch(child.pid);
    const started = new CliProcess(child, masked, guardian);
    (child.stdio[3] as Writable | undefined)?.end(secret);
    return started;
  }

  /** Its lines, read only as fast as they are taken. */
  async *lines(): AsyncGenerator<string> {
    const chunks = this.#child.stdout.setEncoding('utf8')[Symbol.asyncIterator]();
    let held: string[] = [];
    let heldLength = 0;
    for (;;) {
      const { done, value } = await this.#nextChunk(chunks);
      if (done) break;
      const chunk = String(value);
      let from = 0;
      for (let at = chunk.indexOf('\n'); at !== -1; at = chunk.indexOf('\n', from)) {
        yield held.join('') + chunk.slice(from, at);
        held = [];
        heldLength = 0;
        from = at + 1;
      }
      held.push(chunk.slice(from));
      heldLength += chunk.length - from;
      // Something that writes without end and without lines is not what we started.
      if (heldLength > longestLine) throw new Refusal('The CLI wrote a line that is too long.');
    }
    if (heldLength > 0) yield held.join('');
  }

  /** The next piece of output. A process that it left behind may hold the pipe open: after the exit, silence is the end. */
  #nextChunk(chunks: AsyncIterator<unknown>): Promise<IteratorResult<unknown>> {
    return new Promise((resolve) => {
      const end = () => resolve({ done: true, value: undefined });
      chunks.next().then(resolve, end);
      this.#onExit = () => setTimeout(end, silenceMs);
      if (this.hasExited) this.#onExit();
    });
  }

  write(line: string): void {
    this.#child.stdin.write(`${line}\n`);
  }

  /** How many bytes of what it was written wait for it to read them. */
  get unread(): number {
    return this.#child.stdin.writableLength;
  }

  get hasExited(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  async end(): Promise<ProcessEnd> {
    const exitCode = await this.#exited;
    return { exitCode, stderr: this.stderr };
  }

  /** The end of what it wrote on stderr, without colours. */
  get stderr(): string {
    const masked = this.#masked.reduce((text, secret) => text.replaceAll(secret, '[secret]'), this.#stderr);
    return sound(stripVTControlCharacters(masked).trim().slice(-stderrLength));
  }

  /** Closes its input, then asks it to end, then ends it. */
  async stop(): Promise<void> {
    this.#child.stdin.end();
    if (await this.#endsWithin(gentleMs)) return;
    this.#signal('SIGTERM');
    if (await this.#endsWithin(terminateMs)) return;
    this.#signal('SIGKILL');
    await this.#exited;
  }

  /** With whatever it started in its own group: it may be no more than a launcher of the CLI. */
  #signal(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    try {
      if (pid !== undefined && process.platform !== 'win32') process.kill(-pid, signal);
      else this.#child.kill(signal);
    } catch {
      this.#child.kill(signal);
    }
  }

  async #endsWithin(ms: number): Promise<boolean> {
    const patience = new AbortController();
    await Promise.race([this.#exited, pause(ms, patience.signal)]);
    patience.abort();
    return this.hasExited;
  }
}
