#!/usr/bin/env node
// @ts-check
/**
 * A fake LLM provider on loopback, for tests that drive real coding CLIs.
 *
 *   import { startFakeLlm } from './server.mjs';
 *   const llm = await startFakeLlm({ tokens: ['proxy-token'] });
 *   // ANTHROPIC_BASE_URL=llm.url   OPENAI_BASE_URL=`${llm.url}/v1`
 *   await llm.close();
 *
 *   node server.mjs --port 4010 --token proxy-token --log requests.jsonl
 *
 * Speaks POST …/v1/messages (+ /count_tokens), …/v1/chat/completions, …/v1/responses and GET …/v1/models, under any path prefix.
 * Under /__fake: GET requests, DELETE requests, POST queue (one step or an array of steps).
 */
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as zlib from 'node:zlib';
import * as anthropic from './anthropic.mjs';
import * as chat from './chat.mjs';
import * as responses from './responses.mjs';
import { Director } from './script.mjs';

/**
 * @typedef {{ n: number, at: string, method: string, path: string, status: number, auth: string | null, headers: import('node:http').IncomingHttpHeaders, body: any, step: any, closedByClient: boolean }} Seen
 * @typedef {{ port?: number, host?: string, tokens?: string[], models?: string[], log?: string, respond?: (turns: import('./script.mjs').Turn[], body: any) => import('./script.mjs').Step | undefined }} Options
 */

const APIS = [
  { suffix: '/messages', api: anthropic, done: '' },
  { suffix: '/chat/completions', api: chat, done: 'data: [DONE]\n\n' },
  { suffix: '/responses', api: responses, done: '' },
];

/** @param {Options} [options] */
export async function startFakeLlm(options = {}) {
  const models = options.models ?? ['fake-model', 'fake-model-2'];
  const director = new Director({ respond: options.respond });
  /** @type {Seen[]} */
  const requests = [];
  let serial = 0;
  const run = Math.random().toString(36).slice(2, 8); // so that two providers, or one restarted, never give one id twice
  const id = () => `fake${run}${String(++serial).padStart(6, '0')}`;

  const server = createServer((req, res) => {
    handle(req, res).catch((e) => {
      if (!res.headersSent) sendJson(res, 500, { error: { message: String(e), type: 'server_error' } });
      else res.destroy();
    });
  });

  /** @param {import('node:http').IncomingMessage} req @param {import('node:http').ServerResponse} res */
  async function handle(req, res) {
    const url = new URL(req.url ?? '/', 'http://fake');
    const path = url.pathname.replace(/\/+$/, '');
    const body = await readJson(req);
    if (path.startsWith('/__fake')) return admin(req, res, path, body);

    const bearer = /^Bearer (.+)$/.exec(req.headers.authorization ?? '')?.[1];
    const auth = bearer ?? /** @type {string | undefined} */ (req.headers['x-api-key'] ?? req.headers['x-goog-api-key']) ?? null;
    /** @type {Seen} */
    const seen = {
      n: requests.length + 1,
      at: new Date().toISOString(),
      method: req.method ?? '',
      path: req.url ?? '',
      status: 200,
      auth,
      headers: req.headers,
      body,
      step: null,
      closedByClient: false,
    };
    requests.push(seen);
    res.on('close', () => {
      seen.closedByClient = !res.writableFinished && !seen.step?.cutAfter;
      if (options.log) appendFileSync(options.log, `${JSON.stringify(seen)}\n`);
    });
    res.setHeader('request-id', `req_${id()}`);
    res.setHeader('x-request-id', String(res.getHeader('request-id')));

    const found = APIS.find((a) => req.method === 'POST' && path.endsWith(a.suffix));
    const api = found?.api ?? (path.includes('/messages') ? anthropic : chat);
    /** @param {{ status: number, type?: string, message?: string, retryAfter?: number }} e */
    const fail = (e) => {
      seen.status = e.status;
      if (e.retryAfter !== undefined) res.setHeader('retry-after', String(e.retryAfter));
      sendJson(res, e.status, api.error(e, String(res.getHeader('request-id'))));
    };

    if (options.tokens && (auth === null || !options.tokens.includes(auth))) return fail({ status: 401, message: 'invalid proxy token' });
    if (req.method === 'GET' && /\/models$/.test(path)) {
      return sendJson(res, 200, {
        object: 'list',
        data: models.map((m) => ({
          id: m,
          type: 'model',
          object: 'model',
          display_name: m,
          created: 1700000000,
          created_at: '2023-11-14T22:13:20Z',
          owned_by: 'fake',
        })),
        has_more: false,
        first_id: models[0],
        last_id: models.at(-1),
      });
    }
    if (req.method === 'POST' && path.endsWith('/messages/count_tokens')) return sendJson(res, 200, { input_tokens: 1000 });
    if (!found) return fail({ status: 404, message: `no such endpoint: ${req.method} ${path}` });

    const step = director.next(found.api.turns(body), found.api.tools(body), body);
    seen.step = step;
    if (step.delayMs) await sleep(step.delayMs);
    if (step.error && !step.error.inStream) return fail(step.error);
    if (!body.stream) {
      if (step.cutAfter !== undefined) return res.destroy();
      return sendJson(res, 200, found.api.whole(step, body, id));
    }

    res.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
    let sent = 0;
    for (const [event, data] of found.api.events(step, body, id)) {
      if (res.destroyed) return;
      if (step.cutAfter !== undefined && sent >= step.cutAfter) return res.socket?.destroySoon(); // what was sent still arrives
      if (step.error?.inStream && sent >= 2) {
        const e = api.error(step.error, String(res.getHeader('request-id')));
        return res.end(`event: error\ndata: ${JSON.stringify('type' in e ? e : { type: 'error', ...e })}\n\n`);
      }
      res.write(`${event ? `event: ${event}\n` : ''}data: ${JSON.stringify(data)}\n\n`);
      sent++;
      if (step.chunkDelayMs) await sleep(step.chunkDelayMs);
    }
    res.end(found.done);
  }

  /** @param {import('node:http').IncomingMessage} req @param {import('node:http').ServerResponse} res @param {string} path @param {any} body */
  function admin(req, res, path, body) {
    if (path === '/__fake/requests' && req.method === 'GET') return sendJson(res, 200, requests);
    if (path === '/__fake/requests' && req.method === 'DELETE') requests.length = 0;
    else if (path === '/__fake/queue' && req.method === 'POST') director.queue.push(...[body].flat());
    else return sendJson(res, 404, { error: 'not found' });
    sendJson(res, 200, { ok: true });
  }

  await new Promise((resolve) => server.listen(options.port ?? 0, options.host ?? '127.0.0.1', () => resolve(undefined)));
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    requests,
    director,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve(undefined)));
    },
  };
}

/** @param {import('node:http').IncomingMessage} req */
async function readJson(req) {
  const parts = [];
  for await (const part of req) parts.push(part);
  let raw = Buffer.concat(parts);
  const encoding = req.headers['content-encoding'];
  if (encoding === 'gzip') raw = zlib.gunzipSync(raw);
  if (encoding === 'zstd') raw = /** @type {any} */ (zlib).zstdDecompressSync(raw); // Node 22.15 or later
  if (raw.length === 0) return null;
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    return raw.toString('utf8');
  }
}

/** @param {import('node:http').ServerResponse} res @param {number} status @param {any} value */
function sendJson(res, status, value) {
  res.writeHead(status, { 'content-type': 'application/json' });
  res.end(JSON.stringify(value));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      token: { type: 'string', multiple: true },
      model: { type: 'string', multiple: true },
      log: { type: 'string' },
    },
  });
  const llm = await startFakeLlm({
    port: values.port ? Number(values.port) : undefined,
    host: values.host,
    tokens: values.token,
    models: values.model,
    log: values.log,
  });
  console.log(llm.url);
}
