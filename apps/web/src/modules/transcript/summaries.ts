import { type FileDiff, parseDiff } from '#modules/diff/unified-diff.ts';
import type { PermissionItem, PlanEntry, ToolItem, TranscriptItem, UserItem } from './items.ts';
import type { Transcript } from './transcript.ts';

/** Requests that wait for an answer, the oldest first. */
export function openRequests({ settled }: Transcript): PermissionItem[] {
  return settled.filter((item): item is PermissionItem => item.kind === 'permission' && item.decision === null);
}

/** What the person said last. */
export function lastMessage({ settled, queued }: Transcript): UserItem | undefined {
  return queued.at(-1) ?? settled.findLast((item) => item.kind === 'user');
}

/** The plan as it stands. */
export function currentPlan({ settled }: Transcript): readonly PlanEntry[] {
  const last = settled.findLast((item) => item.kind === 'plan');
  return last?.kind === 'plan' ? last.entries : [];
}

export interface ChangedFile {
  path: string;
  added: number;
  removed: number;
  /** The item that changed it last. */
  key: string;
}

/** Items are never changed, so what was read of one holds for ever. */
const read = new WeakMap<ToolItem, FileDiff[]>();

function diffsOf(item: TranscriptItem): FileDiff[] {
  if (item.kind !== 'tool' || item.diff === '' || item.status !== 'done') return [];
  const known = read.get(item) ?? parseDiff(item.diff);
  read.set(item, known);
  return known;
}

/** What edits have changed, by file in the order of the last change, with the lines of all edits added up. */
export function changedFiles({ settled }: Transcript): ChangedFile[] {
  const files = new Map<string, ChangedFile>();
  for (const item of settled) {
    for (const { path, added, removed } of diffsOf(item)) {
      const before = files.get(path);
      files.delete(path);
      files.set(path, { path, added: (before?.added ?? 0) + added, removed: (before?.removed ?? 0) + removed, key: item.key });
    }
  }
  return [...files.values()].reverse();
}
