import { UsageReport } from '@open-ace/contracts/history';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Format } from './format.ts';
import { newLineReader, savedLineReader } from './parser.ts';
import { withParser } from './parsers.ts';

const absurd = fc.oneof(
  fc.constantFrom(
    -1,
    0,
    1.5,
    1e308,
    2 ** 53,
    2 ** 31 + 1,
    null,
    true,
    '',
    '12',
    '\0',
    '\ud800',
    '<synthetic>',
    [],
    {},
    '2026-11-22T12:00:00Z',
    '+275760-09-13',
  ),
  fc.constantFrom('x'.repeat(5000), 'ü'.repeat(5000), `${'x'.repeat(199)}👩🏽‍🚀`, 'a\0b'.repeat(2000)),
  fc.jsonValue(),
);

/** A good record in which any field, at any depth, may be anything. */
function distorted(record: object): fc.Arbitrary<object> {
  const field = (value: unknown): fc.Arbitrary<unknown> =>
    fc.oneof(
      { weight: 6, arbitrary: typeof value === 'object' && value !== null ? distorted(value) : fc.constant(value) },
      { weight: 1, arbitrary: absurd },
      { weight: 1, arbitrary: fc.constant(undefined) },
    );
  return fc.record(Object.fromEntries(Object.entries(record).map(([name, value]) => [name, field(value)])));
}

const timestamp = '2026-11-22T12:00:00.000Z';
const id = '01a20336-c5fa-72d2-b38c-5c7643386fb1';
const counts = { input_tokens: 9, cached_input_tokens: 4, output_tokens: 3, reasoning_output_tokens: 1 };

const records: Record<Format, object[]> = {
  'claude-code': [
    {
      type: 'assistant',
      message: {
        id: 'msg',
        model: 'm',
        role: 'assistant',
        stop_reason: null,
        usage: { input_tokens: 1, output_tokens: 2, cache_creation: { ephemeral_5m_input_tokens: 3 } },
      },
      requestId: 'req',
      uuid: 'u',
      timestamp,
      cwd: '/',
      sessionId: 's',
      version: '2',
      gitBranch: 'main',
      isAbortedMidStream: false,
    },
  ],
  codex: [
    {
      timestamp,
      type: 'session_meta',
      payload: {
        id,
        session_id: id,
        timestamp,
        cwd: '/',
        cli_version: '1',
        forked_from_id: id,
        source: {},
        git: { branch: 'b', repository_url: 'https://a@b/c' },
      },
    },
    { timestamp, type: 'turn_context', payload: { turn_id: id, model: 'm', cwd: '/' } },
    { timestamp, type: 'token_usage_record', ordinal: 1, payload: { response_id: 'r', turn_id: id, session_id: id, usage: counts } },
    { timestamp, type: 'event_msg', payload: { type: 'token_count', info: { total_token_usage: counts, last_token_usage: counts } } },
  ],
  'qwen-chat': [
    {
      uuid: 'u',
      sessionId: 's',
      timestamp,
      cwd: '/',
      version: '0',
      gitBranch: 'b',
      subtype: 'ui_telemetry',
      forkedFrom: { sessionId: 'p' },
      systemPayload: {
        uiEvent: {
          'event.name': 'qwen-code.api_response',
          'event.timestamp': timestamp,
          response_id: 'r',
          model: 'm',
          input_token_count: 1,
          output_token_count: 2,
          cached_content_token_count: 3,
          thoughts_token_count: 4,
          total_token_count: 5,
        },
      },
    },
  ],
  'qwen-usage': [
    { id: 'i', timestamp, sessionId: 's', model: 'm', inputTokens: 1, outputTokens: 2, cachedTokens: 3, thoughtsTokens: 4, totalTokens: 5 },
  ],
};

test.each(Object.keys(records) as Format[])(
  'whatever stands in a file of %s, no reader throws and every report is a valid one',
  (format) => {
    const line = fc.oneof(
      { weight: 8, arbitrary: fc.oneof(...records[format].map(distorted)).map((record) => JSON.stringify(record)) },
      { weight: 1, arbitrary: fc.string() },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          '{"__proto__":{"type":"assistant"},"input_tokens":"assistant"}',
          '{"constructor":1,"toString":"api_response"}',
          'null',
          '"input_tokens""assistant"',
          '{'.repeat(10_000),
        ),
      },
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (content) => {
        const reader = withParser(format, newLineReader);
        const reports: unknown[] = [];
        for (const text of content) {
          const parsed = reader.take(Buffer.from(text));
          if (parsed !== null && parsed !== 'malformed') reports.push(parsed);
        }
        while (reader.isWaiting()) reports.push(reader.giveUpWaiting());
        for (const report of reports) expect(UsageReport.parse(report)).toEqual(report);

        // What was read before does not spoil the cursor: it can be read on from.
        const saved: unknown = JSON.parse(JSON.stringify(reader.state()));
        expect(withParser(format, (parser) => savedLineReader(parser, saved))).not.toBeNull();
        expect(JSON.stringify(saved).length).toBeLessThan(100_000);
      }),
      { numRuns: 150 },
    );
  },
);

test('a record with a text of ten million characters gives a report within its bounds', () => {
  const huge = 'ä'.repeat(10_000_000);
  const [record] = records['claude-code'];
  const reader = withParser('claude-code', newLineReader);
  const parsed = reader.take(
    Buffer.from(JSON.stringify({ ...record, message: { id: huge, model: huge, usage: { input_tokens: 1 } }, requestId: huge, cwd: huge })),
  );
  expect(UsageReport.parse(parsed)).toMatchObject({ inputTokens: 1, model: huge.slice(0, 200) });
});
