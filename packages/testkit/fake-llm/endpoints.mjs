// @ts-check
/** Which API a path speaks. Any prefix may stand before it. @typedef {import('./play.mjs').Endpoint} Endpoint */
import { anthropic } from './anthropic.mjs';
import { chat } from './chat.mjs';
import { geminiEmbedding, geminiEmbeddings, openAiEmbeddings } from './embeddings.mjs';
import { gemini } from './gemini.mjs';
import { responses } from './responses.mjs';
import { googleSse, jsonArray, sse } from './wire.mjs';

const SUFFIXES = [
  { suffix: '/messages', api: anthropic, wire: sse('') },
  { suffix: '/chat/completions', api: chat, wire: sse('data: [DONE]\n\n'), chatOnly: true },
  { suffix: '/responses', api: responses, wire: sse('') },
  { suffix: '/embeddings', api: openAiEmbeddings, wire: sse(''), chatOnly: true },
];

const GEMINI = /** @type {Record<string, { api: import('./play.mjs').Api, streams: boolean }>} */ ({
  generateContent: { api: gemini, streams: false },
  streamGenerateContent: { api: gemini, streams: true },
  embedContent: { api: geminiEmbedding, streams: false },
  batchEmbedContents: { api: geminiEmbeddings, streams: false },
});

/** `models/{model}:{method}` of Google. @param {string} path */
export function geminiMethod(path) {
  const [, model, method] = /\/models\/([^/]+):(\w+)$/.exec(path) ?? [];
  return model && method ? { model: decodeURIComponent(model), method } : undefined;
}

/**
 * @param {URL} url @param {string} path without a slash at its end @param {any} body @param {boolean} [chatOnly]
 * @returns {Endpoint | undefined}
 */
export function endpointOf(url, path, body, chatOnly = false) {
  const named = chatOnly ? undefined : geminiMethod(path);
  const found = named && Object.hasOwn(GEMINI, named.method) ? GEMINI[named.method] : undefined;
  if (named && found) return { ...found, model: named.model, wire: url.searchParams.get('alt') === 'sse' ? googleSse : jsonArray };
  const known = SUFFIXES.find((one) => path.endsWith(one.suffix) && (!chatOnly || one.chatOnly));
  if (!known) return undefined;
  const streams = Boolean(body?.stream) && known.api !== openAiEmbeddings;
  return { api: known.api, wire: known.wire, streams, model: body?.model ?? '' };
}

/** In whose words a path that is none of these is refused. @param {string} path @param {boolean} [chatOnly] @returns {Endpoint} */
export function refuserOf(path, chatOnly = false) {
  const google = geminiMethod(path) !== undefined || /\/v1beta\/models(\/|$)/.test(path);
  const api = chatOnly ? chat : google ? gemini : path.includes('/messages') ? anthropic : chat;
  return { api, wire: sse(''), streams: false, model: '' };
}
