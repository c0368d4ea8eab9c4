import type { UsageReport } from '@open-ace/contracts/history';
import { type Batch, type BatchBounds, PendingReports } from './batch.ts';
import { type Cursor, isUnchanged } from './cursor.ts';
import type { Source } from './format.ts';
import { openForReading } from './open-for-reading.ts';
import { qwenUsageGate } from './qwen-usage-gate.ts';
import { Reading } from './reading.ts';
import { tailLines } from './tail-lines.ts';

export interface ReadOptions extends BatchBounds {
  /** Epoch milliseconds. */
  readonly now?: () => number;
  readonly chunkBytes?: number;
  readonly maxLineBytes?: number;
}

/** So far may a file without usage be read before a batch tells that the cursor moved. */
const mostUntold = 64 << 20;
/** A figure that may still get better is waited for until its file has not grown for this long. */
const quietMs = 15 * 60_000;

/**
 * What a session file has told since the cursor, null being its start. The last batch, often an empty one, says how far the
 * file was read. Reading may end after any batch, and begin again at the cursor of any: nothing is lost, and what comes twice
 * comes with the same key. Nothing comes for a file that does not exist or has not changed.
 */
export async function* readSource(source: Source, cursor: Cursor | null, options: ReadOptions = {}): AsyncGenerator<Batch> {
  const known = cursor?.format === source.format ? cursor : null;
  if (known && (await isUnchanged(known, source.path))) return;
  const file = await openForReading(source.path);
  if (!file) return;
  try {
    const stats = await file.stat();
    const reading = await Reading.begin(source, file, stats, known);
    const pending = new PendingReports(options);
    let told = reading.offset;
    for await (const report of reportsOf(reading, options)) {
      if (report) pending.add(report);
      if (!pending.isFull && reading.offset - told < mostUntold) continue;
      yield await reading.batch(pending.take());
      told = reading.offset;
    }
    yield await reading.batch(pending.take());
  } finally {
    await file.close();
  }
}

/** The reports of the lines not yet read, and a null now and then. Each comes when the reading stands behind it. */
async function* reportsOf(reading: Reading, options: ReadOptions): AsyncGenerator<UsageReport | null> {
  const { source, file, stats, lines, offset: from, insideOverlong } = reading;
  const { now = Date.now, chunkBytes, maxLineBytes } = options;
  const verdictOn = source.format === 'qwen-usage' ? qwenUsageGate(source.chatRoots ?? [], now) : () => 'count';

  for await (const group of tailLines(file, { from, to: stats.size, insideOverlong, chunkBytes, maxLineBytes })) {
    for (const line of group) {
      const report = reading.parse(line);
      const verdict = report && (await verdictOn(report));
      if (verdict === 'wait') return;
      reading.pass(line);
      if (verdict === 'count') yield report;
    }
    yield null;
  }

  while (lines.isWaiting() && now() - stats.mtimeMs >= quietMs) yield lines.giveUpWaiting();
  reading.caughtUp = !lines.isWaiting();
}
