import type { UsageReport } from '@open-ace/contracts/history';
import { z } from 'zod';
import type { Parsed, Parser } from './parser.ts';
import { reportKey } from './report-key.ts';
import { moment, object, sum, text, tokens, without } from './untrusted.ts';

const State = z.object({ toolVersion: z.string() });
type State = z.infer<typeof State>;

/** In the bytes of each telemetry record of an answered request. */
export const telemetry = Buffer.from('.api_response"');

/** Qwen Code's `projects/<folder>/chats/<session>.jsonl`, of which the telemetry records count: they include side calls. */
export const qwenChat: Parser<State> = {
  state: State,
  begin: () => ({ toolVersion: '' }),
  wants: (line) => line.includes(telemetry),
  recordStarts: ['{"uuid":'],

  parse(record, state): Parsed {
    const event = object(object(record.systemPayload)?.uiEvent);
    if (record.subtype !== 'ui_telemetry' || event?.['event.name'] !== 'qwen-code.api_response') return null;
    state.toolVersion = text(record.version, 100) || state.toolVersion;

    // Some providers make their ids of the second or three digits; the time of the event, which a fork copies, tells them apart.
    const at = moment(event['event.timestamp']) ?? moment(record.timestamp);
    const response = text(event.response_id, 1000);
    const id = response || text(record.uuid, 1000);
    if (id === '' || at === null) return 'malformed';
    return {
      tool: 'qwen-code',
      key: reportKey(id, String(at)),
      matchId: text(response, 200) || null,
      matchWitness: null,
      // A fork's copies name the session that they are from.
      toolSessionId: text(object(record.forkedFrom)?.sessionId, 200) || text(record.sessionId, 200),
      model: text(event.model, 200),
      at,
      ...figures({
        input: event.input_token_count,
        cached: event.cached_content_token_count,
        output: event.output_token_count,
        thoughts: event.thoughts_token_count,
        total: event.total_token_count,
      }),
      cwd: text(record.cwd, 4096),
      gitBranch: text(record.gitBranch, 300),
      gitRemote: '',
      partial: false,
    };
  },
};

/**
 * Qwen Code's `usage/token-usage-YYYY-MM.jsonl`: a line for each request of all sessions, with an id of its own. Meant for
 * sessions without telemetry alone; `qwenUsageGate` tells which these are.
 */
export const qwenUsage: Parser<State> = {
  state: State,
  begin: () => ({ toolVersion: '' }),
  wants: () => true,
  recordStarts: ['{"schemaVersion":'],

  parse(record): Parsed {
    const at = moment(record.timestamp);
    const id = text(record.id, 1000);
    if (id === '' || at === null) return 'malformed';
    return {
      tool: 'qwen-code',
      key: reportKey('usage', id),
      matchId: null,
      matchWitness: null,
      toolSessionId: text(record.sessionId, 200),
      model: text(record.model, 200),
      at,
      ...figures({
        input: record.inputTokens,
        cached: record.cachedTokens,
        output: record.outputTokens,
        thoughts: record.thoughtsTokens,
        total: record.totalTokens,
      }),
      cwd: '',
      gitBranch: '',
      gitRemote: '',
      partial: false,
    };
  },
};

type Figures = Pick<UsageReport, 'inputTokens' | 'outputTokens' | 'cacheReadTokens' | 'cacheWriteTokens' | 'reasoningTokens'>;

/** Input contains the cached tokens. Output contains the thoughts too, save for providers whose total has them on top. */
function figures(raw: Record<'input' | 'cached' | 'output' | 'thoughts' | 'total', unknown>): Figures {
  const input = tokens(raw.input);
  const output = tokens(raw.output);
  const thoughts = tokens(raw.thoughts);
  const areThoughtsApart = thoughts > 0 && tokens(raw.total) === sum(input, output, thoughts);
  const outputTokens = areThoughtsApart ? sum(output, thoughts) : output;
  const cacheReadTokens = tokens(raw.cached);
  return {
    inputTokens: without(input, cacheReadTokens),
    outputTokens,
    cacheReadTokens,
    cacheWriteTokens: 0,
    reasoningTokens: Math.min(thoughts, outputTokens),
  };
}
