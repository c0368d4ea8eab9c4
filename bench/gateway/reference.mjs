/* The least that could stand in the gateway's place: Node's own server and undici, bytes passed on both ways, a key put in. */

import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../lib.mjs';

const { Pool } = createRequire(join(root, 'apps/server/package.json'))('undici');
const pool = new Pool(process.env.UPSTREAM);
const server = createServer(async (request, response) => {
  const { host, authorization, connection, ...headers } = request.headers;
  const options = { path: request.url, method: request.method, headers: { ...headers, 'x-api-key': 'key' }, body: request };
  const answer = await pool.request(options);
  response.writeHead(answer.statusCode, answer.headers);
  answer.body.pipe(response);
});
server.keepAliveTimeout = 60_000;
process.on('message', () => process.send({ cpu: process.cpuUsage() }));
server.listen(0, '127.0.0.1', () => process.send({ url: `http://127.0.0.1:${server.address().port}` }));
process.on('disconnect', () => process.exit());
