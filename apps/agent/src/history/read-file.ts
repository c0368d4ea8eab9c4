import { setImmediate as breathe } from 'node:timers/promises';
import type { PushedUsage } from '@open-ace/contracts/collection';
import type { UsageReport } from '@open-ace/contracts/history';
import type { Batch } from '@open-ace/history/batch';
import { readSource } from '@open-ace/history/read-source';
import type { Remotes } from '../git/remotes.ts';
import type { FileCursors } from './file-cursors.ts';
import type { FollowedFile } from './followed-file.ts';

export interface ReadFileOptions {
  readonly cursors: FileCursors;
  readonly remotes: Pick<Remotes, 'of'>;
  /** Resolves once the server has them. */
  readonly push: (reports: UsageReport[], signal: AbortSignal) => Promise<PushedUsage>;
  readonly onBatch: () => void;
}

/** Reads a file to its end: each batch goes to the server, and then the cursor moves. How many rows were new there. */
export async function readFile(file: FollowedFile, options: ReadFileOptions, signal: AbortSignal): Promise<number> {
  const { source } = file;
  const { cursors, remotes, push, onBatch } = options;
  let added = 0;
  for await (const batch of readSource(source, cursors.of(source.path)?.cursor ?? null, { maxRows: 500 })) {
    signal.throwIfAborted();
    if (batch.reports.length > 0) added += (await push(await withRemotes(batch, remotes), signal)).added;
    const badLines = batch.malformed + batch.overlong;
    await cursors.put(source.path, batch.cursor, { rows: batch.reports.length, badLines, cliVersion: batch.toolVersion });
    onBatch();
    // Reading is work without a pause otherwise: sessions and the connection come first.
    await breathe();
  }
  return added;
}

async function withRemotes({ reports }: Batch, remotes: Pick<Remotes, 'of'>): Promise<UsageReport[]> {
  return Promise.all(
    reports.map(async (report) => (report.gitRemote !== '' ? report : { ...report, gitRemote: await remotes.of(report.cwd) })),
  );
}
