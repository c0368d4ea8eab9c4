import type { CollectionSource, CollectionStatus } from '@open-ace/contracts/collection';

export type SourceState = 'reading' | 'stopped' | 'failed' | 'done';

/** An agent tells every few seconds how far it is; one that has not for this long is not reading any more. */
const silence = 120_000;

type Progress = Pick<CollectionSource, 'bytesRead' | 'bytesTotal' | 'error' | 'updatedAt'>;

export function sourceState({ bytesRead, bytesTotal, error, updatedAt }: Progress, now: number): SourceState {
  if (error !== null) return 'failed';
  if (bytesRead >= bytesTotal) return 'done';
  return now - Date.parse(updatedAt) > silence ? 'stopped' : 'reading';
}

export interface CollectionProgress {
  reading: boolean;
  /** Of the sources that are being read. */
  bytesRead: number;
  bytesTotal: number;
  rows: number;
  /** Sources that could not be read to their end. */
  troubled: number;
  /** When a source was last known to be read to its end, or a row of one was, or a run found nothing new. */
  freshAt: string | null;
}

export function progressOf({ sources, lastRun }: Pick<CollectionStatus, 'sources' | 'lastRun'>, now: number): CollectionProgress {
  const inProgress = sources.filter((source) => sourceState(source, now) === 'reading');
  const sum = (pick: (source: CollectionSource) => number) => inProgress.reduce((total, source) => total + pick(source), 0);
  const lookedAt = sources.length > 0 && lastRun?.outcome === 'succeeded' ? (lastRun.finishedAt ?? []) : [];
  const reads = sources
    .flatMap((source) => [source.readAt ?? [], sourceState(source, now) === 'done' ? source.updatedAt : []].flat())
    .concat(lookedAt)
    .sort();
  return {
    reading: inProgress.length > 0,
    bytesRead: sum(({ bytesRead }) => bytesRead),
    bytesTotal: sum(({ bytesTotal }) => bytesTotal),
    rows: sum(({ rows }) => rows),
    troubled: sources.filter((source) => ['failed', 'stopped'].includes(sourceState(source, now))).length,
    freshAt: reads.at(-1) ?? null,
  };
}
