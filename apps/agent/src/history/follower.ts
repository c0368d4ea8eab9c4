import { dirname } from 'node:path';
import type { SourceProgress } from '@open-ace/contracts/collection';
import type { HistoryPolicy } from '@open-ace/contracts/machine';
import { listSources } from '@open-ace/history/sources';
import { Bell } from '../bell.ts';
import type { Environment } from '../config.ts';
import { faultOf } from '../connection/fault.ts';
import type { Log } from '../logger.ts';
import { pause } from '../pause.ts';
import { type FollowedFile, followedFile, isRead, newestDayFirst } from './followed-file.ts';
import { progressOf } from './progress.ts';
import { type ReadFileOptions, readFile } from './read-file.ts';
import { FolderWatch } from './watch-folders.ts';

export interface FollowerOptions extends Omit<ReadFileOptions, 'onBatch'> {
  readonly home: string;
  readonly environment: Environment;
  readonly pushProgress: (sources: SourceProgress[], signal: AbortSignal) => Promise<void>;
  readonly log: Log;
  readonly sweepEveryMs?: number;
}

export interface SweepResult {
  /** Rows that the server did not have. */
  readonly added: number;
  readonly files: number;
}

interface Asked {
  readonly resolve: (result: SweepResult) => void;
  readonly reject: (error: unknown) => void;
}

const sweepEveryMs = 30_000;
/** A line is often written in several pieces. */
const settleMs = 200;
const progressEveryMs = 1000;
const leastSweepMs = 2000;
const afterErrorMs = 5000;

/**
 * Follows the session files of the CLIs: at once where the system tells of changes, and all of them in a sweep twice a minute. One
 * file is read at a time, so that reading years of history does not take the machine.
 */
export class Follower {
  readonly #options: FollowerOptions;
  readonly #watch = new FolderWatch((path) => this.#changed(path));
  readonly #bell = new Bell();
  readonly #errors = new Map<string, string>();
  #files: FollowedFile[] = [];
  #dirty = new Set<string>();
  #asked: Asked[] = [];
  #isSweepDue = true;
  #soon: NodeJS.Timeout | undefined;
  #sweptAt = 0;
  #policy: HistoryPolicy = 'off';
  #told = '';
  #toldAt = 0;

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  setPolicy(policy: HistoryPolicy): void {
    this.#policy = policy;
    this.#isSweepDue = true;
    this.#bell.ring();
  }

  /** Resolves once everything that is there now was read and is the server's. */
  sweep(): Promise<SweepResult> {
    return new Promise((resolve, reject) => {
      this.#asked.push({ resolve, reject });
      this.#bell.ring();
    });
  }

  async run(signal: AbortSignal): Promise<void> {
    const timer = setInterval(() => {
      this.#isSweepDue = true;
      this.#bell.ring();
    }, this.#options.sweepEveryMs ?? sweepEveryMs);
    try {
      while (!signal.aborted) await this.#step(signal);
    } finally {
      clearInterval(timer);
      clearTimeout(this.#soon);
      this.#watch.close();
    }
  }

  /** One sweep, or whatever changed, or waiting for either. What goes wrong here (a full disk) may pass. */
  async #step(signal: AbortSignal): Promise<void> {
    const isSweep = this.#asked.length > 0 || this.#isSweepDue;
    const asked = isSweep ? this.#asked.splice(0) : [];
    try {
      if (isSweep) {
        const result = await this.#sweepAll(signal);
        for (const { resolve } of asked) resolve(result);
      } else if (this.#dirty.size > 0) await this.#readDirty(signal);
      else await this.#bell.heard(signal);
    } catch (error) {
      for (const { reject } of asked) reject(error);
      if (signal.aborted) return;
      this.#options.log.error({ err: error }, 'session files cannot be followed; trying on');
      await pause(afterErrorMs, signal);
    }
  }

  #changed(path: string): void {
    this.#dirty.add(path);
    this.#bell.ring();
  }

  /** Not more often than every two seconds, whatever goes on beside the session files. */
  #sweepSoon(): void {
    this.#soon ??= setTimeout(
      () => {
        this.#soon = undefined;
        this.#isSweepDue = true;
        this.#bell.ring();
      },
      Math.max(0, this.#sweptAt + leastSweepMs - Date.now()),
    );
  }

  async #sweepAll(signal: AbortSignal): Promise<SweepResult> {
    this.#isSweepDue = false;
    this.#sweptAt = Date.now();
    if (this.#policy === 'off') {
      this.#watch.set([]);
      return { added: 0, files: 0 };
    }
    await this.#list();
    let added = 0;
    for (const file of newestDayFirst(this.#files)) {
      signal.throwIfAborted();
      added += await this.#read(file, signal);
      // A session that is at work now is not to wait for years of old files.
      if (this.#dirty.size > 0) added += await this.#readDirty(signal);
    }
    await this.#tell(signal, true);
    return { added, files: this.#files.length };
  }

  async #list(): Promise<void> {
    const { home, environment, cursors, log } = this.#options;
    const sources = await listSources({ home, env: environment }).catch((error: unknown) => {
      log.warn({ err: error }, 'session files cannot be listed');
    });
    if (!sources) return;
    const files = await Promise.all(sources.map(followedFile));
    this.#files = files.filter((file) => file !== null);
    await cursors.keepOnly(new Set(this.#files.map(({ source }) => source.path)));
    const newest = [...this.#files].sort((one, other) => other.changedAt - one.changedAt);
    const folders = newest.map(({ source }) => dirname(source.path));
    // A new project is a new folder beside the others.
    this.#watch.set([...folders.map(dirname), ...folders]);
  }

  async #readDirty(signal: AbortSignal): Promise<number> {
    await pause(settleMs, signal);
    const paths = this.#dirty;
    this.#dirty = new Set();
    let added = 0;
    for (const path of paths) {
      const index = this.#files.findIndex(({ source }) => source.path === path);
      const known = this.#files[index];
      if (!known) {
        // Something new, which only a sweep knows to place; unless it is a file of no interest.
        if (path.endsWith('.jsonl') || !/\.[^/\\]+$/.test(path)) this.#sweepSoon();
        continue;
      }
      const file = await followedFile(known.source);
      if (!file) continue;
      this.#files[index] = file;
      added += await this.#read(file, signal);
    }
    await this.#tell(signal, false);
    return added;
  }

  async #read(file: FollowedFile, signal: AbortSignal): Promise<number> {
    const { source } = file;
    const { cursors, log } = this.#options;
    if (this.#policy === 'off' || isRead(file, cursors.of(source.path)?.cursor)) return 0;
    try {
      const onBatch = () => void this.#tell(signal, false).catch(() => undefined);
      const added = await readFile(file, { ...this.#options, onBatch }, signal);
      this.#errors.delete(source.path);
      return added;
    } catch (error) {
      signal.throwIfAborted();
      if (faultOf(error).reason === 'history_off') {
        this.#policy = 'off';
        return 0;
      }
      const message = error instanceof Error ? error.message : String(error);
      log.warn({ path: source.path, error: message }, 'a session file cannot be read');
      this.#errors.set(source.path, message);
      return 0;
    }
  }

  /** At most once a second while reading; what was told last is not told again. */
  async #tell(signal: AbortSignal, isEnd: boolean): Promise<void> {
    if (!isEnd && Date.now() - this.#toldAt < progressEveryMs) return;
    this.#toldAt = Date.now();
    const sources = progressOf(this.#files, this.#options.cursors, this.#errors);
    const told = JSON.stringify(sources);
    if (told === this.#told || sources.length === 0) return;
    this.#told = told;
    await this.#options.pushProgress(sources, signal);
  }
}
