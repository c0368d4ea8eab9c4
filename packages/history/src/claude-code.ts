import { UsageReport } from '@open-ace/contracts/history';
import { z } from 'zod';
import type { Parser } from './parser.ts';
import { reportKey } from './report-key.ts';
import { type JsonObject, moment, object, sum, text, tokens } from './untrusted.ts';

/** Claude Code's `projects/<folder>/<session>.jsonl` and the files of its subagents, as versions 1 and 2 write them. */

const State = z.object({
  toolVersion: z.string(),
  /** Keys given out lately: the records of one answer stand close to each other. */
  sent: z.array(z.string()),
  /** Answers of which only unfinished records were seen, oldest first. */
  unfinished: z.array(UsageReport),
});
type State = z.infer<typeof State>;

const mostSent = 32;
const mostUnfinished = 8;
const usage = Buffer.from('"input_tokens"');
const assistant = Buffer.from('"assistant"');

export const claudeCode: Parser<State> = {
  state: State,
  begin: () => ({ toolVersion: '', sent: [], unfinished: [] }),
  wants: (line) => line.includes(usage) && line.includes(assistant),
  recordStarts: ['{"parentUuid":'],

  /**
   * Every content block of an answer is a record with the usage of the whole answer, so only one of them counts. While an
   * answer is being streamed (`stop_reason` null: an interrupted one, and all in old versions) the figures are not final:
   * such records wait for a better one of the same key.
   */
  parse(record, state) {
    if (record.type !== 'assistant') return null;
    const message = object(record.message);
    const figures = object(message?.usage);
    if (!message || !figures || message.model === '<synthetic>') return null;
    state.toolVersion = text(record.version, 100) || state.toolVersion;

    const report = reportOf(record, message, figures);
    if (!report) return 'malformed';
    if (state.sent.includes(report.key)) return null;
    const earlier = state.unfinished.findIndex((other) => other.key === report.key);
    const best = larger(report, earlier === -1 ? undefined : state.unfinished.splice(earlier, 1)[0]);
    if (message.stop_reason !== null || report.partial) return give(best, state);
    state.unfinished.push({ ...best, partial: true });
    return state.unfinished.length > mostUnfinished ? giveOldest(state) : null;
  },

  giveUpWaiting: giveOldest,
  isWaiting: (state) => state.unfinished.length > 0,
};

function giveOldest(state: State): UsageReport | null {
  const oldest = state.unfinished.shift();
  return oldest ? give(oldest, state) : null;
}

function give(report: UsageReport, state: State): UsageReport {
  state.sent.push(report.key);
  if (state.sent.length > mostSent) state.sent.shift();
  return report;
}

function reportOf(record: JsonObject, message: JsonObject, figures: JsonObject): UsageReport | null {
  const messageId = text(message.id, 1000);
  const requestId = text(record.requestId, 1000);
  // Providers other than Anthropic give no request id. The record's own id would count every block, so it comes last.
  const key = reportKey(messageId, requestId) || reportKey(text(record.uuid, 1000));
  const at = moment(record.timestamp);
  if (key === '' || at === null) return null;
  return {
    tool: 'claude-code',
    key,
    matchId: text(messageId, 200) || null,
    matchWitness: text(requestId, 200) || null,
    toolSessionId: text(record.sessionId, 200),
    model: text(message.model, 200),
    at,
    inputTokens: tokens(figures.input_tokens),
    outputTokens: tokens(figures.output_tokens),
    cacheReadTokens: tokens(figures.cache_read_input_tokens),
    cacheWriteTokens: cacheWrites(figures),
    reasoningTokens: Math.min(tokens(object(figures.output_tokens_details)?.thinking_tokens), tokens(figures.output_tokens)),
    cwd: text(record.cwd, 4096),
    gitBranch: text(record.gitBranch, 300),
    gitRemote: '',
    partial: record.isAbortedMidStream === true,
  };
}

function cacheWrites(figures: JsonObject): number {
  const byAge = object(figures.cache_creation);
  return (
    tokens(figures.cache_creation_input_tokens) || sum(tokens(byAge?.ephemeral_5m_input_tokens), tokens(byAge?.ephemeral_1h_input_tokens))
  );
}

/** Figures only grow while an answer is streamed. */
function larger(report: UsageReport, earlier: UsageReport | undefined): UsageReport {
  if (!earlier) return report;
  return {
    ...report,
    inputTokens: Math.max(report.inputTokens, earlier.inputTokens),
    outputTokens: Math.max(report.outputTokens, earlier.outputTokens),
    cacheReadTokens: Math.max(report.cacheReadTokens, earlier.cacheReadTokens),
    cacheWriteTokens: Math.max(report.cacheWriteTokens, earlier.cacheWriteTokens),
    reasoningTokens: Math.max(report.reasoningTokens, earlier.reasoningTokens),
  };
}
