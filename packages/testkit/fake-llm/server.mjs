#!/usr/bin/env node
// @ts-check
/**
 * A fake LLM provider on loopback, for tests that drive real coding CLIs.
 *
 *   import { startFakeLlm } from './server.mjs';
 *   const llm = await startFakeLlm({ tokens: ['proxy-token'] });
 *   // ANTHROPIC_BASE_URL=llm.url   OPENAI_BASE_URL=`${llm.url}/v1`   GOOGLE_GEMINI_BASE_URL=llm.url
 *   await llm.close();
 *
 *   node server.mjs --port 4010 --token proxy-token --log requests.jsonl
 *
 * Under any path prefix: POST …/v1/messages (+ /count_tokens), …/v1/chat/completions, …/v1/responses, …/v1/embeddings, GET …/v1/models,
 * and Google's GET …/v1beta/models (+ /{model}), POST …/v1beta/models/{model}: generateContent, streamGenerateContent, countTokens,
 * embedContent, batchEmbedContents.
 * Under /__fake: GET and DELETE requests, GET and DELETE account, POST queue (one step or an array of steps),
 * POST ring ({ size }, null for none).
 */
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readJson } from './body.mjs';
import { endpointOf, geminiMethod, refuserOf } from './endpoints.mjs';
import { createIds } from './ids.mjs';
import { createMemory } from './memory.mjs';
import { geminiModel, geminiModelList, modelList } from './models.mjs';
import { fail, play, sendJson } from './play.mjs';
import { Director } from './script.mjs';

/**
 * @typedef {import('./server.d.mts').FakeLlmOptions} Options
 * @typedef {import('node:http').IncomingMessage} Request
 * @typedef {import('node:http').ServerResponse} Response
 */

/** What count_tokens and countTokens say of any prompt. */
const COUNTED = 1000;

/** @param {Options} [options] */
export async function startFakeLlm(options = {}) {
  const models = options.models ?? ['fake-model', 'fake-model-2'];
  const chatOnly = options.chatOnly ?? false;
  const director = new Director({ respond: options.respond });
  const ids = createIds(options.ring);
  const memory = createMemory(options, ids);

  const server = createServer((req, res) => {
    handle(req, res).catch((e) => {
      if (!res.headersSent) sendJson(res, 500, { error: { message: String(e), type: 'server_error' } });
      else res.destroy();
    });
  });

  /** @param {Request} req @param {Response} res */
  async function handle(req, res) {
    const url = new URL(req.url ?? '/', 'http://fake');
    const path = url.pathname.replace(/\/+$/, '');
    const body = await readJson(req);
    if (path.startsWith('/__fake')) return admin(req, res, path, body);

    const exchange = memory.open(req, res, path, body);
    const endpoint = req.method === 'POST' ? endpointOf(url, path, body, chatOnly) : undefined;
    const speaker = endpoint ?? refuserOf(path, chatOnly);
    const { auth } = exchange.seen;
    if (options.tokens && (auth === null || !options.tokens.includes(auth))) {
      return fail(res, speaker, { status: 401, message: 'invalid proxy token' });
    }
    const known = fixed(req, path);
    if (known) return sendJson(res, 200, known);
    if (!endpoint) return fail(res, speaker, missing(req, path));
    if (body === null || typeof body !== 'object') return fail(res, endpoint, { status: 400, message: 'the body is not JSON' });
    const refused = options.refuses?.find((field) => Object.hasOwn(body, field));
    if (refused !== undefined) {
      const message = `Unknown parameter: '${refused}'.`;
      return fail(res, endpoint, { status: 400, message, param: refused, code: 'unknown_parameter' });
    }

    const step = director.next(endpoint.api.turns(body), endpoint.api.tools(body), body);
    exchange.seen.step = step;
    await play({ res, endpoint, exchange, step, body, ids });
  }

  /** Nothing here; of a WebSocket it is said as the gateway says it. @param {Request} req @param {string} path */
  function missing(req, path) {
    const status = req.headers.upgrade === undefined ? 404 : 426;
    return { status, code: null, message: `no such endpoint: ${req.method} ${path}` };
  }

  /** What is answered without a step. @param {Request} req @param {string} path */
  function fixed(req, path) {
    if (req.method === 'GET') return modelsAt(path);
    if (chatOnly || req.method !== 'POST') return undefined;
    if (path.endsWith('/messages/count_tokens')) return { input_tokens: COUNTED };
    if (geminiMethod(path)?.method === 'countTokens') return { totalTokens: COUNTED };
    return undefined;
  }

  /** @param {string} path */
  function modelsAt(path) {
    if (/\/v1beta\/models$/.test(path)) return chatOnly ? undefined : geminiModelList(models);
    if (/\/models$/.test(path)) return modelList(models);
    const model = chatOnly ? undefined : /\/v1beta\/models\/([^/]+)$/.exec(path)?.[1];
    return model && models.includes(decodeURIComponent(model)) ? geminiModel(decodeURIComponent(model)) : undefined;
  }

  /** @param {Request} req @param {Response} res @param {string} path @param {any} body */
  function admin(req, res, path, body) {
    const what = `${req.method} ${path}`;
    if (what === 'GET /__fake/requests') return sendJson(res, 200, memory.requests);
    if (what === 'GET /__fake/account') return sendJson(res, 200, memory.account);
    if (what === 'DELETE /__fake/requests') memory.forgetRequests();
    else if (what === 'DELETE /__fake/account') memory.forgetAccount();
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
    requests: memory.requests,
    account: memory.account,
    director,
    setRing: ids.setRing,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve(undefined)));
    },
  };
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
      'chat-only': { type: 'boolean' },
      refuses: { type: 'string', multiple: true },
      'drop-bodies': { type: 'boolean' },
      'drop-requests': { type: 'boolean' },
    },
  });
  const llm = await startFakeLlm({
    port: values.port ? Number(values.port) : undefined,
    host: values.host,
    tokens: values.token,
    models: values.model,
    ring: values.ring ? Number(values.ring) : undefined,
    log: values.log,
    chatOnly: values['chat-only'],
    refuses: values.refuses,
    keepBodies: !values['drop-bodies'],
    keepRequests: !values['drop-requests'],
  });
  console.log(llm.url);
}
