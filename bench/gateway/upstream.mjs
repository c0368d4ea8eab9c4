/* A provider of chat completions that costs next to nothing: the same answer to everybody, in the way that the path says. */

import { createServer } from 'node:http';
import { answer, beginning, ending, piece, ways } from './answers.mjs';

const body = Buffer.from(JSON.stringify(answer));
const [first, next, last] = [beginning, piece, ending].map((text) => Buffer.from(text));

/** One timer for all streams of a pace, each turn of which serves a share of them: thousands of timers would cost more than the writing. */
function pacemaker(everyMs) {
  const shares = Math.max(1, Math.floor(everyMs / 2));
  const groups = Array.from({ length: shares }, () => new Set());
  let joined = 0;
  let turn = 0;
  setInterval(() => {
    const group = groups[turn++ % shares];
    for (const stream of group) {
      if (stream.response.destroyed) group.delete(stream);
      else if (stream.left-- > 0) stream.response.write(next);
      else {
        group.delete(stream);
        stream.response.end(last);
      }
    }
  }, everyMs / shares).unref();
  return (response, pieces) => groups[joined++ % shares].add({ response, left: pieces });
}

const paces = new Map([...new Set(Object.values(ways).map(({ everyMs }) => everyMs))].map((ms) => [ms, ms > 0 && pacemaker(ms)]));

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    const { pieces, everyMs } = ways[request.url.split('/')[1]];
    response.setHeader('x-request-id', 'req_bench');
    if (pieces === 0) return response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(first);
    response.socket.setNoDelay(true);
    paces.get(everyMs)(response, pieces);
  });
});
server.keepAliveTimeout = 60_000;
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => process.send({ url: `http://127.0.0.1:${server.address().port}` }));
