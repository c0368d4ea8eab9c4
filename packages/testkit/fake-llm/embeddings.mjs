// @ts-check
/** Embeddings of OpenAI and Gemini: vectors which depend on nothing but the text. @typedef {import('./play.mjs').Api} Api */
import { chat } from './chat.mjs';
import { gemini } from './gemini.mjs';

/** @typedef {string | number[]} Input a text, or its tokens */

const DIMENSIONS = 8;

/** A number for a text (FNV-1a). @param {string} text */
function hashOf(text) {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}

/** Of unit length, in 32-bit floats so that base64 and JSON say the same. @param {Input} input @param {unknown} wanted dimensions */
function vectorOf(input, wanted) {
  const size = typeof wanted === 'number' ? wanted : DIMENSIONS;
  const seed = hashOf(String(input));
  const raw = Array.from({ length: size }, (_, at) => Math.sin(seed + at * 7919));
  const length = Math.hypot(...raw) || 1;
  return Float32Array.from(raw, (value) => value / length);
}

/** A token array is its own count; of a text each word is a token. @param {Input} input */
const tokensOf = (input) => (typeof input === 'string' ? (input.match(/\S+/g)?.length ?? 0) : input.length);

/** The turns and the usage of inputs. @param {(body: any) => Input[]} inputsOf @returns {Pick<Api, 'prefix' | 'turns' | 'tools' | 'usage' | 'events'>} */
const embedding = (inputsOf) => ({
  prefix: null,
  turns: (body) => inputsOf(body).map((input) => ({ role: 'user', text: String(input) })),
  tools: () => [],
  usage: (step, body) => ({
    input: step.usage?.input ?? inputsOf(body).reduce((sum, input) => sum + tokensOf(input), 0),
    output: 0,
    cacheRead: 0,
    cacheWrite: 0,
    reasoning: 0,
  }),
  events: () => [],
});

/** @param {any} body @returns {Input[]} */
function openAiInputs({ input }) {
  if (typeof input === 'string') return [input];
  return Array.isArray(input) && typeof input[0] === 'number' ? [input] : (input ?? []);
}

/** @type {Api} */
export const openAiEmbeddings = {
  ...embedding(openAiInputs),
  error: chat.error,
  whole({ step, body, model, usage }) {
    const data = openAiInputs(body).map((input, index) => {
      const vector = vectorOf(input, body.dimensions);
      const embedding = body.encoding_format === 'base64' ? Buffer.from(vector.buffer).toString('base64') : [...vector];
      return { object: 'embedding', index, embedding };
    });
    const counts = { prompt_tokens: usage.input, total_tokens: usage.input };
    return { object: 'list', data, model, ...(step.noUsage ? {} : { usage: counts }) };
  },
};

const textOf = (/** @type {any} */ request) => (request.content?.parts ?? []).map((/** @type {any} */ part) => part.text ?? '').join('\n');

const geminiVector = (/** @type {any} */ request) => ({ values: [...vectorOf(textOf(request), request.outputDimensionality)] });

/** Google reports no usage of embeddings. @type {Api} */
export const geminiEmbedding = {
  ...embedding((body) => [textOf(body)]),
  error: gemini.error,
  whole: ({ body }) => ({ embedding: geminiVector(body) }),
};

/** @type {Api} */
export const geminiEmbeddings = {
  ...embedding((body) => (body.requests ?? []).map(textOf)),
  error: gemini.error,
  whole: ({ body }) => ({ embeddings: (body.requests ?? []).map(geminiVector) }),
};
