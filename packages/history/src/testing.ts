import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { UsageReport } from '@open-ace/contracts/history';
import type { Batch } from './batch.ts';
import { type Cursor, parseCursor } from './cursor.ts';
import type { Source } from './format.ts';
import { type ReadOptions, readSource } from './read-source.ts';
import { listSources } from './sources.ts';

/** What the tests of this package share: a home folder of their own, and the totals of what is read in it. */

const samples = fileURLToPath(new URL('../../testkit/cli-samples/', import.meta.url));

/** A temporary home, removed at the end of its `using` block. */
export async function temporaryHome() {
  const path = await mkdtemp(join(tmpdir(), 'history-'));
  return {
    path,
    /** Copies the sample files of one tool to where it keeps them. */
    addSamples: (tool: 'claude' | 'codex' | 'qwen') => cp(join(samples, tool), join(path, `.${tool}`), { recursive: true }),
    async write(name: string, content: string | Buffer): Promise<string> {
      const file = join(path, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
      return file;
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

/** Records as a CLI writes them, one a line. */
export const lines = (...records: readonly (object | string)[]): string =>
  records.map((record) => `${typeof record === 'string' ? record : JSON.stringify(record)}\n`).join('');

/** File systems date files to some milliseconds only. */
export const aMoment = () => new Promise((done) => setTimeout(done, 20));

/** Long after the samples were written, so that nothing in them is waited for. */
export const later = () => Date.parse('2030-01-01T00:00:00Z');

export interface Outcome {
  readonly reports: UsageReport[];
  readonly cursor: Cursor | null;
  readonly batches: Batch[];
}

/** Reads one file to its end; the cursor goes through JSON as it would on disk. */
export async function readAll(source: Source, cursor: Cursor | null = null, options: ReadOptions = {}): Promise<Outcome> {
  const batches: Batch[] = [];
  for await (const batch of readSource(source, cursor, { now: later, ...options })) batches.push(batch);
  const last = batches.at(-1)?.cursor;
  return {
    reports: batches.flatMap((batch) => batch.reports),
    cursor: last ? parseCursor(JSON.parse(JSON.stringify(last))) : cursor,
    batches,
  };
}

export async function readHome(home: string, options: ReadOptions = {}): Promise<UsageReport[]> {
  const reports: UsageReport[] = [];
  for (const source of await listSources({ home })) reports.push(...(await readAll(source, null, options)).reports);
  return reports;
}

/** As the server counts: the first report of a key. */
export const counted = (reports: readonly UsageReport[]): UsageReport[] => {
  const byKey = new Map<string, UsageReport>();
  for (const report of reports) if (!byKey.has(`${report.tool} ${report.key}`)) byKey.set(`${report.tool} ${report.key}`, report);
  return [...byKey.values()];
};

/** Requests and tokens: not cached input, output, cache reads, cache writes. */
export function totals(reports: readonly UsageReport[]) {
  const total = (field: 'inputTokens' | 'outputTokens' | 'cacheReadTokens' | 'cacheWriteTokens') =>
    counted(reports).reduce((sum, report) => sum + report[field], 0);
  return {
    requests: counted(reports).length,
    input: total('inputTokens'),
    output: total('outputTokens'),
    cacheRead: total('cacheReadTokens'),
    cacheWrite: total('cacheWriteTokens'),
  };
}
