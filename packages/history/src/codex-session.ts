import { z } from 'zod';
import { CodexTokens } from './codex-totals.ts';
import { type JsonObject, moment, object, text } from './untrusted.ts';

/** What the lines of a rollout say about the requests that follow them. */
export const CodexSession = z.object({
  toolVersion: z.string(),
  /** This file's own thread; '' before its first line. */
  thread: z.string(),
  /** The thread that a person started, of which a subagent's is a part. */
  session: z.string(),
  cwd: z.string(),
  gitBranch: z.string(),
  gitRemote: z.string(),
  model: z.string(),
  /** Epoch milliseconds. */
  startedAt: z.number(),
  /** Forks and subagents may begin with a copy of their parent's records. */
  isFork: z.boolean(),
  turn: z.string(),
  /** The file has records of single responses, so its cumulative totals no longer count. */
  hasRecords: z.boolean(),
  totals: CodexTokens.nullable(),
  /** How often the cumulative totals began again. */
  restarts: z.number(),
});
export type CodexSession = z.infer<typeof CodexSession>;

export const newCodexSession = (): CodexSession => ({
  toolVersion: '',
  thread: '',
  session: '',
  cwd: '',
  gitBranch: '',
  gitRemote: '',
  model: '',
  startedAt: 0,
  isFork: false,
  turn: '',
  hasRecords: false,
  totals: null,
  restarts: 0,
});

export function beginSession(meta: JsonObject, at: number, session: CodexSession): void {
  const thread = text(meta.id, 200);
  if (session.thread !== '' && thread !== session.thread) {
    // A parent's own first record: what follows it was copied.
    session.isFork = true;
    return;
  }
  const spawn = object(object(object(meta.source)?.subagent)?.thread_spawn);
  const parent = text(meta.parent_thread_id, 200) || text(spawn?.parent_thread_id, 200);
  const git = object(meta.git);
  session.thread = thread;
  session.session = text(meta.session_id, 200) || parent || thread;
  session.toolVersion = text(meta.cli_version, 100);
  session.cwd = text(meta.cwd, 4096);
  session.gitBranch = text(git?.branch, 300);
  session.gitRemote = withoutCredentials(text(git?.repository_url, 1000));
  session.startedAt = uuidTime(thread) ?? moment(meta.timestamp) ?? at;
  session.isFork ||= parent !== '' || text(meta.forked_from_id, 200) !== '';
}

export function beginTurn(turn: JsonObject, session: CodexSession): void {
  session.turn = text(turn.turn_id, 100) || session.turn;
}

/** Copies that are stamped anew all get the moment of the fork, in which no answer can have come. */
const replayMs = 2000;

/** Whether a record at `at` was copied from the parent: its turn began before this thread did. */
export function isCopied(at: number, session: CodexSession): boolean {
  if (!session.isFork) return false;
  const turnBegan = uuidTime(session.turn);
  return turnBegan === null ? at <= session.startedAt + replayMs : turnBegan < session.startedAt;
}

/** The milliseconds in a UUIDv7, null for any other id. */
const uuidTime = (id: string): number | null =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/i.test(id) ? Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) : null;

const withoutCredentials = (url: string): string => url.replace(/^([\w+.-]+:\/\/)[^/]*@/, '$1');
