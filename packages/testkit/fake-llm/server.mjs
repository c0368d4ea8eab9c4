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
 * Under /__fake: GET requests, DELETE requests, POST queue (one step or an array of steps), POST ring ({ size }, null for none).
 */
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as zlib from 'node:zlib';
import * as anthropic from './anthropic.mjs';
import * as chat from './chat.mjs';
import { createIds } from './ids.mjs';
import { fail, play, sendJson } from './play.mjs';
import * as responses from './responses.mjs';
import { Director } from './script.mjs';

/**
 * @typedef {{ n: number, at: string, method: string, path: string, status: number, auth: string | null, headers: import('node:http').IncomingHttpHeaders, body: any, step: any, closedByClient: boolean }} Seen
 * @typedef {{ port?: number, host?: string, tokens?: string[], models?: string[], log?: string, ring?: number, respond?: (turns: import('./script.mjs').Turn[], body: any) => import('./script.mjs').Step | undefined }} Options
 * @typedef {import('node:http').IncomingMessage} Request
 * @typedef {import('node:http').ServerResponse} Response
 */

const APIS = [
  { suffix: '/messages', api: anthropic, done: '' },
  { suffix: '/chat/completions', api: chat, done: 'data: [DONE]\n\n' },
  { suffix: '/responses', api: responses, done: '' },
];

/** @param {Request} req */
function credentialOf(req) {
  const bearer = /^Bearer (.+)$/.exec(req.headers.authorization ?? '')?.[1];
  return bearer ?? /** @type {string | undefined} */ (req.headers['x-api-key'] ?? req.headers['x-goog-api-key']) ?? null;
}

/** @param {string[]} models */
const modelList = (models) => ({
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

/** @param {Options} [options] */
export async function startFakeLlm(options = {}) {
  const models = options.models ?? ['fake-model', 'fake-model-2'];
  const director = new Director({ respond: options.respond });
  const ids = createIds(options.ring);
  /** @type {Seen[]} */
  const requests = [];

  const server = createServer((req, res) => {
    handle(req, res).catch((e) => {
      if (!res.headersSent) sendJson(res, 500, { error: { message: String(e), type: 'server_error' } });
      else res.destroy();
    });
  });

  /** Writes the request down, and how it ended once it has. @param {Request} req @param {Response} res @param {any} body */
  function record(req, res, body) {
    /** @type {Seen} */
    const seen = {
      n: requests.length + 1,
      at: new Date().toISOString(),
      method: req.method ?? '',
      path: req.url ?? '',
      status: 200,
      auth: credentialOf(req),
      headers: req.headers,
      body,
      step: null,
      closedByClient: false,
    };
    requests.push(seen);
    res.on('close', () => {
      if (res.headersSent) seen.status = res.statusCode;
      seen.closedByClient = !res.writableFinished && !seen.step?.cutAfter;
      if (options.log) appendFileSync(options.log, `${JSON.stringify(seen)}\n`);
    });
    res.setHeader('request-id', `req_${ids.next()}`);
    res.setHeader('x-request-id', String(res.getHeader('request-id')));
    return seen;
  }

  /** @param {Request} req @param {Response} res */
  async function handle(req, res) {
    const path = new URL(req.url ?? '/', 'http://fake').pathname.replace(/\/+$/, '');
    const body = await readJson(req);
    if (path.startsWith('/__fake')) return admin(req, res, path, body);

    const seen = record(req, res, body);
    const found = APIS.find((a) => req.method === 'POST' && path.endsWith(a.suffix));
    const api = found?.api ?? (path.includes('/messages') ? anthropic : chat);
    if (options.tokens && (seen.auth === null || !options.tokens.includes(seen.auth))) {
      return fail(res, api, { status: 401, message: 'invalid proxy token' });
    }
    if (req.method === 'GET' && /\/models$/.test(path)) return sendJson(res, 200, modelList(models));
    if (req.method === 'POST' && path.endsWith('/messages/count_tokens')) return sendJson(res, 200, { input_tokens: 1000 });
    if (!found) return fail(res, api, { status: 404, message: `no such endpoint: ${req.method} ${path}` });

    seen.step = director.next(found.api.turns(body), found.api.tools(body), body);
    await play({ res, api: found.api, step: seen.step, body, ids, done: found.done });
  }

  /** @param {Request} req @param {Response} res @param {string} path @param {any} body */
  function admin(req, res, path, body) {
    const what = `${req.method} ${path}`;
    if (what === 'GET /__fake/requests') return sendJson(res, 200, requests);
    if (what === 'DELETE /__fake/requests') requests.length = 0;
    else if (what === 'POST /__fake/queue') director.queue.push(...[body].flat());
    else if (what === 'POST /__fake/ring') ids.setRing(body?.size);
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
    setRing: ids.setRing,
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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      token: { type: 'string', multiple: true },
      model: { type: 'string', multiple: true },
      ring: { type: 'string' },
      log: { type: 'string' },
    },
  });
  const llm = await startFakeLlm({
    port: values.port ? Number(values.port) : undefined,
    host: values.host,
    tokens: values.token,
    models: values.model,
    ring: values.ring ? Number(values.ring) : undefined,
    log: values.log,
  });
  console.log(llm.url);
}
