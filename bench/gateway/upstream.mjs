/* A provider that costs next to nothing: the same message to everybody, whole or as a stream of one event a turn of the event loop. */

import { createServer } from 'node:http';

const DELTAS = 40;
const usage = { input_tokens: 1200, cache_read_input_tokens: 8000, cache_creation_input_tokens: 0, output_tokens: 1 };
const message = { id: 'msg_bench', type: 'message', role: 'assistant', model: 'claude-sonnet-4-5', content: [], stop_reason: null, usage };
const text = 'some thirty characters of text ';
const event = (data) => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
const events = [
  event({ type: 'message_start', message }),
  event({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
  ...Array.from({ length: DELTAS }, () => event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } })),
  event({ type: 'content_block_stop', index: 0 }),
  event({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 8 * DELTAS } }),
  event({ type: 'message_stop' }),
];
const content = [{ type: 'text', text: text.repeat(DELTAS) }];
const whole = JSON.stringify({ ...message, content, stop_reason: 'end_turn', usage: { ...usage, output_tokens: 8 * DELTAS } });

function stream(response, at = 0) {
  if (at === events.length) return response.end();
  response.write(events[at]);
  setImmediate(stream, response, at + 1);
}

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    response.setHeader('request-id', 'req_bench');
    if (request.headers['x-bench-stream'] === '1') stream(response.writeHead(200, { 'content-type': 'text/event-stream' }));
    else response.writeHead(200, { 'content-type': 'application/json' }).end(whole);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send({ url: `http://127.0.0.1:${server.address().port}` }));
process.on('disconnect', () => process.exit());
