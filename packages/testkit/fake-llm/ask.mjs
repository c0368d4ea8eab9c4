// @ts-check
/** How the tests ask each API for the same thing, and read the same facts from its answers. */
import { startFakeLlm } from './server.mjs';

/** @typedef {import('./server.d.mts').Step} Step */
/** @typedef {{ stream?: boolean, maximum?: number, model?: string }} Wanted */

const TOKEN = 't';

/** A provider for one test, closed also when the test fails. @param {import('node:test').TestContext} t @param {import('./server.d.mts').FakeLlmOptions} options */
export async function providerFor(t, options) {
  const llm = await startFakeLlm(options);
  t.after(() => llm.close());
  return llm;
}

/** A prompt that plays these steps. @param {Step[]} steps */
export const script = (...steps) => `@@fake ${JSON.stringify(steps)}`;

/** @param {string} url @param {any} body @param {Record<string, string>} [headers] */
export const post = (url, body, headers = { authorization: `Bearer ${TOKEN}` }) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });

/** The data of server-sent events, whichever their line ends. @param {string} sse @returns {any[]} */
export const events = (sse) =>
  sse
    .split(/\r?\n/)
    .filter((line) => line.startsWith('data: {'))
    .map((line) => JSON.parse(line.slice('data: '.length)));

/**
 * One API: where and how it is asked, and where in its answers (of a stream: one after another) text, usage and the reason to stop are.
 *
 * @typedef {{
 *   path(wanted: Wanted): string,
 *   body(prompt: string, wanted: Wanted): object,
 *   idOf(event: any): string | undefined,
 *   deltaOf(event: any): string | undefined,
 *   outputOf(event: any): number | undefined,
 *   stopOf(event: any): string | null | undefined,
 *   textOf(whole: any): string,
 *   length: string,
 * }} Dialect `outputOf`: the output tokens that are reported at the end, if this event does
 */

/** @type {Record<'anthropic' | 'chat' | 'responses' | 'gemini', Dialect>} */
export const DIALECTS = {
  anthropic: {
    path: () => '/v1/messages',
    body: (content, { stream, maximum, model = 'm' }) => ({ model, stream, max_tokens: maximum, messages: [{ role: 'user', content }] }),
    idOf: (e) => e.message?.id ?? e.id,
    deltaOf: (e) => e.delta?.text,
    outputOf: (e) => e.usage?.output_tokens,
    stopOf: (e) => e.delta?.stop_reason ?? e.stop_reason,
    textOf: (whole) => whole.content[0]?.text ?? '',
    length: 'max_tokens',
  },
  chat: {
    path: () => '/v1/chat/completions',
    body: (content, { stream, maximum, model = 'm' }) => ({
      model,
      stream,
      stream_options: stream ? { include_usage: true } : undefined,
      max_completion_tokens: maximum,
      messages: [{ role: 'user', content }],
    }),
    idOf: (e) => e.id,
    deltaOf: (e) => e.choices[0]?.delta.content,
    outputOf: (e) => e.usage?.completion_tokens,
    stopOf: (e) => e.choices[0]?.finish_reason,
    textOf: (whole) => whole.choices[0].message.content ?? '',
    length: 'length',
  },
  responses: {
    path: () => '/v1/responses',
    body: (input, { stream, maximum, model = 'm' }) => ({ model, stream, max_output_tokens: maximum, input }),
    idOf: (e) => e.response?.id ?? e.id,
    deltaOf: (e) => (e.type === 'response.output_text.delta' ? e.delta : undefined),
    outputOf: (e) => (e.response ?? e).usage?.output_tokens,
    stopOf: (e) => (e.response ?? e).incomplete_details?.reason,
    textOf: (whole) => whole.output[0]?.content[0].text ?? '',
    length: 'max_output_tokens',
  },
  gemini: {
    path: ({ stream, model = 'm' }) => `/v1beta/models/${model}:${stream ? 'streamGenerateContent?alt=sse' : 'generateContent'}`,
    body: (text, { maximum }) => ({ contents: [{ role: 'user', parts: [{ text }] }], generationConfig: { maxOutputTokens: maximum } }),
    idOf: (e) => e.responseId,
    deltaOf: (e) => e.candidates?.[0].content.parts[0]?.text,
    outputOf: (e) => e.usageMetadata?.candidatesTokenCount,
    stopOf: (e) => e.candidates?.[0].finishReason,
    textOf: (whole) => whole.candidates[0].content.parts[0]?.text ?? '',
    length: 'MAX_TOKENS',
  },
};

/** @param {{ url: string }} llm @param {Dialect} dialect @param {string | Step} prompt a step stands for the script of it @param {Wanted} [wanted] */
export function ask(llm, dialect, prompt, wanted = {}) {
  const said = typeof prompt === 'string' ? prompt : script(prompt);
  return post(llm.url + dialect.path(wanted), dialect.body(said, wanted));
}
