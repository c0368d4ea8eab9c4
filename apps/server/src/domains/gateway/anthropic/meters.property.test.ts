import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Meter } from '../protocol.ts';
import { readMessages } from './read-answer.ts';

const streamMeter = (): Meter => readMessages(200, 'text/event-stream').meter;
const bodyMeter = (status: number): Meter => readMessages(status, 'application/json').meter;

const event = (data: { type: string } & Record<string, unknown>) => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
const start = (usage: object, id = 'msg_1') => event({ type: 'message_start', message: { id, model: 'claude-x', usage } });
const delta = (text: string) => event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } });
const end = (usage: object) =>
  event({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage }) + event({ type: 'message_stop' });

/** The same bytes in pieces cut anywhere. */
function fed(text: string, cuts: number[], meter = streamMeter()) {
  const bytes = Buffer.from(text);
  const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  for (let n = 1; n < at.length; n++) meter.push(bytes.subarray(at[n - 1], at[n]));
  return meter;
}

describe('a streamed message', () => {
  test('is read the same wherever its pieces are cut', () => {
    const counts = fc.record({ input: fc.nat(), output: fc.nat(), read: fc.nat() });
    fc.assert(
      fc.property(counts, fc.array(fc.string({ unit: 'grapheme' })), fc.array(fc.nat()), ({ input, output, read }, texts, cuts) => {
        const stream = start({ input_tokens: input, cache_read_input_tokens: read, output_tokens: 1 }) + texts.map(delta).join('');
        const meter = fed(stream + end({ output_tokens: output }), cuts);
        meter.end();
        expect(meter.reading()).toMatchObject({
          answered: true,
          complete: true,
          matchId: 'msg_1',
          model: 'claude-x',
          told: { inputTokens: input, outputTokens: output, cacheReadTokens: read },
        });
        expect(meter.reading().output.tokens()).toBe(fed(stream, []).reading().output.tokens());
      }),
    );
  });

  test('is whole with its last event, or where its connection ended well after the last figures', () => {
    const until = start({ input_tokens: 1, output_tokens: 1 }) + delta('x');
    expect(fed(until, []).reading()).toMatchObject({ answered: true, complete: false });
    expect(fed(until + end({ output_tokens: 9 }), []).reading().complete).toBe(true);
    const figures = event({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 9 } });
    const cut = fed(until + figures, []);
    expect(cut.reading().complete).toBe(false);
    cut.end();
    expect(cut.reading().complete).toBe(true);
  });

  test('holds no long line in memory, and still reads what follows', () => {
    const meter = fed(start({ input_tokens: 5, output_tokens: 1 }) + delta('x'.repeat(3_000_000)) + end({ output_tokens: 700_000 }), []);
    expect(meter.reading()).toMatchObject({ complete: true, told: { inputTokens: 5, outputTokens: 700_000 } });
    expect(meter.reading().output.tokens()).toBeGreaterThan(700_000);
  });

  test('is not misled by events it does not know, by comments, or by what is no JSON', () => {
    const odd = ': comment\r\ndata: not json\r\ndata: [1]\r\ndata: {"type":"toString"}\r\ndata:{"type":"ping"}\r\n\r\n';
    const meter = fed(odd + start({ input_tokens: 5 }).replaceAll('\n', '\r\n') + odd + end({ output_tokens: 6 }), [3, 9, 40]);
    expect(meter.reading()).toMatchObject({ complete: true, told: { inputTokens: 5, outputTokens: 6 } });
  });

  test('takes over no figure or text that could spoil the ledger', () => {
    const usage = { input_tokens: -1, output_tokens: 1.5, cache_read_input_tokens: '7', cache_creation_input_tokens: 1e300 };
    const { told, matchId } = fed(start(usage, `a\u0000b${'x'.repeat(500)}`), []).reading();
    expect(told).toEqual({});
    expect(matchId).toMatch(/^abx{197,}$/);
  });
});

describe('an answer in one piece', () => {
  test('is read at its end', () => {
    const meter = bodyMeter(200);
    const body = JSON.stringify({ id: 'msg_2', model: 'claude-y', usage: { input_tokens: 3, output_tokens: 4 } });
    fed(body, [5, 30], meter);
    expect(meter.reading()).toMatchObject({ answered: true, complete: false });
    meter.end();
    expect(meter.reading()).toMatchObject({ complete: true, matchId: 'msg_2', told: { inputTokens: 3, outputTokens: 4 } });
  });

  test('of an error gives its type, and of a page nothing', () => {
    const meter = bodyMeter(529);
    meter.push(Buffer.from('{"type":"error","error":{"type":"overloaded_error","message":"a secret"}}'));
    meter.end();
    expect(meter.reading()).toMatchObject({ answered: false, errorType: 'overloaded_error' });
    const page = bodyMeter(502);
    page.push(Buffer.from('<html>Bad gateway</html>'));
    page.end();
    expect(page.reading()).toMatchObject({ answered: false, errorType: '' });
    const long = bodyMeter(400);
    long.push(Buffer.from('{"error":{"type":"my secret prompt, at length"}}'));
    long.end();
    expect(long.reading().errorType).toBe('');
  });
});
