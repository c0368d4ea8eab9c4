import type { UsageReport } from '@open-ace/contracts/history';
import { beginSession, beginTurn, CodexSession, isCopied, newCodexSession } from './codex-session.ts';
import { asReported, type CodexTokens, codexTokens, difference, isNothing, isSame, vector } from './codex-totals.ts';
import type { Parsed, Parser } from './parser.ts';
import { reportKey } from './report-key.ts';
import { type JsonObject, moment, object, text } from './untrusted.ts';

// The type of a record precedes its payload, so the head of a line tells whether it matters.
const headBytes = 256;
const relevant = /"(?:session_meta|turn_context|task_started|token_usage_record|token_count)"/;
const recordStart = '{"timestamp":';
const anotherRecord = Buffer.from(recordStart);

/** Codex's `sessions/YYYY/MM/DD/rollout-<time>-<thread>.jsonl`: lines of `{ timestamp, ordinal, type, payload }`. */
export const codex: Parser<CodexSession> = {
  state: CodexSession,
  begin: newCodexSession,
  wants: (line) => relevant.test(line.toString('latin1', 0, headBytes)) || line.includes(anotherRecord, 1),
  recordStarts: [recordStart],

  parse(record, session) {
    const payload = object(record.payload);
    const at = moment(record.timestamp);
    if (!payload) return null;
    switch (record.type) {
      case 'session_meta':
        beginSession(payload, at ?? 0, session);
        return null;
      case 'turn_context':
        beginTurn(payload, session);
        session.model = text(payload.model, 200) || session.model;
        session.cwd = text(payload.cwd, 4096) || session.cwd;
        return null;
      case 'token_usage_record':
        session.hasRecords = true;
        return at === null ? 'malformed' : fromRecord(record, payload, at, session);
      case 'event_msg':
        if (payload.type === 'task_started') beginTurn(payload, session);
        if (payload.type !== 'token_count') return null;
        return at === null ? 'malformed' : fromTotals(payload, at, session);
      default:
        return null;
    }
  },
};

/** One response with its usage, as newer versions write it. Some providers repeat their ids, but not within a turn. */
function fromRecord(record: JsonObject, payload: JsonObject, at: number, session: CodexSession): Parsed {
  const response = text(payload.response_id, 1000);
  if (response === '' && (session.thread === '' || !Number.isSafeInteger(record.ordinal))) return 'malformed';
  const key = response === '' ? reportKey(session.thread, `ordinal ${record.ordinal}`) : reportKey(response, text(payload.turn_id, 100));
  return {
    ...report(key, at, codexTokens(object(payload.usage)), session),
    matchId: text(response, 200) || null,
    toolSessionId: text(payload.session_id, 200) || session.session,
  };
}

/**
 * Older versions tell cumulative totals only, again and again, and in copies too. The events' own `last_token_usage` is never
 * summed: it is repeated whenever there was no new request.
 */
function fromTotals(payload: JsonObject, at: number, session: CodexSession): Parsed {
  const info = object(payload.info);
  const total = object(info?.total_token_usage);
  if (!total) return null;
  const totals = codexTokens(total);
  const last = codexTokens(object(info?.last_token_usage));
  const before = session.totals;
  session.totals = totals;
  if (session.hasRecords || isCopied(at, session)) return null;
  // A fork counts on from its parent's totals: unless they were copied, its first event only says where they stood.
  if (!before && session.isFork && !isSame(totals, last)) return null;
  const used = before ? difference(before, totals, last) : totals;
  if (!used) session.restarts += 1;
  if (isNothing(used ?? totals)) return null;
  if (session.thread === '') return 'malformed';
  return report(reportKey(session.thread, String(session.restarts), vector(totals)), at, used ?? totals, session);
}

const report = (key: string, at: number, used: CodexTokens, session: CodexSession): UsageReport => ({
  tool: 'codex',
  key,
  matchId: null,
  matchWitness: null,
  toolSessionId: session.session,
  model: session.model,
  at,
  ...asReported(used),
  cwd: session.cwd,
  gitBranch: session.gitBranch,
  gitRemote: session.gitRemote,
  partial: false,
});
