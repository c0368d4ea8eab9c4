/* The least that could stand in the gateway's place: Node's own server and undici, bytes passed on both ways, a key put in. */

import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../lib.mjs';

const { Pool } = createRequire(join(root, 'apps/server/package.json'))('undici');
const pool = new Pool(process.env.UPSTREAM);
const server = createServer(async (request, response) => {
  if (request.url === '/refuse') return response.writeHead(401).end();
  const { host, authorization, connection, ...headers } = request.headers;
  const options = { path: request.url, method: request.method, headers: { ...headers, authorization: 'Bearer key' }, body: request };
  const answer = await pool.request(options);
  response.writeHead(answer.statusCode, answer.headers);
  answer.body.pipe(response);
});
server.keepAliveTimeout = 60_000;
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => process.send({ url: `http://127.0.0.1:${server.address().port}` }));
