import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { UsageReport } from '@open-ace/contracts/history';
import { openForReading } from './open-for-reading.ts';
import { telemetry } from './qwen-code.ts';
import { tailLines } from './tail-lines.ts';

/** `wait`: not to be decided yet, nor anything after it. */
export type Verdict = 'count' | 'skip' | 'wait';

/** Telemetry and usage line of a request are written within milliseconds, in either order. */
const settledMs = 60_000;

/**
 * Decides about the lines of Qwen's usage file: a line of a session with telemetry in its chat is skipped, since the chat
 * counts; one of a session without is counted, but only once it is so old that its telemetry would have been written.
 */
export function qwenUsageGate(chatRoots: readonly string[], now: () => number): (report: UsageReport) => Promise<Verdict> {
  const withTelemetry = new Set<string>();
  // What was not there at that moment says nothing about lines that were not settled by then.
  let asOf = Number.NEGATIVE_INFINITY;
  let chats = new Map<string, string[]>();
  let withoutTelemetry = new Set<string>();

  return async ({ toolSessionId: session, at }) => {
    if (withTelemetry.has(session)) return 'skip';
    if (at > asOf - settledMs) {
      asOf = now();
      chats = await listChats(chatRoots);
      withoutTelemetry = new Set();
    }
    if (!withoutTelemetry.has(session) && (await anyContains(chats.get(session) ?? [], telemetry))) {
      withTelemetry.add(session);
      return 'skip';
    }
    withoutTelemetry.add(session);
    // A time far ahead comes of a wrong clock and would be waited for without end.
    return Math.abs(asOf - at) >= settledMs ? 'count' : 'wait';
  };
}

/** The chat files of each session: `<root>/<project>/chats/<session>.jsonl`, or in its `archive`. */
async function listChats(roots: readonly string[]): Promise<Map<string, string[]>> {
  const chats = new Map<string, string[]>();
  for (const root of roots) {
    for (const project of await namesIn(root)) {
      for (const folder of [join(root, project, 'chats'), join(root, project, 'chats', 'archive')]) {
        for (const name of await namesIn(folder)) {
          const session = name.replace(/\.jsonl$/, '');
          chats.set(session, [...(chats.get(session) ?? []), join(folder, name)]);
        }
      }
    }
  }
  return chats;
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

async function anyContains(paths: readonly string[], needle: Buffer): Promise<boolean> {
  for (const path of paths) if (await contains(path, needle)) return true;
  return false;
}

async function contains(path: string, needle: Buffer): Promise<boolean> {
  const file = await openForReading(path);
  if (!file) return false;
  try {
    for await (const lines of tailLines(file, { from: 0, to: (await file.stat()).size })) {
      if (lines.some((line) => line.bytes?.includes(needle))) return true;
    }
    return false;
  } finally {
    await file.close();
  }
}
