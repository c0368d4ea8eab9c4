import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import { embed, generateText, jsonSchema, streamText, tool } from 'ai';
import OpenAI from 'openai';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Api } from '../support/client.ts';
import { PROVIDER_KEY, type Stack, startStack } from '../support/stack.ts';
import { script } from './fake-provider.ts';

let stack: Stack;
let admin: Api;
let token: string;

beforeAll(async () => {
  stack = await startStack({ tools: [] });
  admin = (await stack.admin()).api;
  const add = (provider: 'anthropic' | 'openai' | 'google', baseUrl: string) =>
    admin.providerKey.create.mutate({ provider, name: provider, apiKey: PROVIDER_KEY, baseUrl });
  await add('anthropic', stack.llm.url);
  await add('openai', `${stack.llm.url}/v1`);
  await add('google', stack.llm.url);
  // A provider that speaks chat completions alone.
  await admin.providerKey.create.mutate({
    provider: 'openai-compatible',
    name: 'compatible',
    apiKey: PROVIDER_KEY,
    baseUrl: `${stack.llm.url}/chat-only/v1`,
    models: ['compatible-*'],
  });
  token = (await admin.apiToken.create.mutate({ name: 'SDKs' })).token;
}, 60_000);
afterAll(() => stack?.stop());

const usage = { input: 1234, output: 56, cacheRead: 78, reasoning: 9 };
const answer = (more: object = {}) => script({ text: 'An answer.', usage, ...more });
const counted = { inputTokens: 1234, outputTokens: 56, cacheReadTokens: 78, status: 'settled', tool: 'api' };
const weather = { name: 'weather', city: 'Oslo' };
const callsTool = () => script({ tool: weather.name, input: { city: weather.city }, usage });

/** The ledger's rows of calls that were made since the last test, newest first, once none is open. */
let seen = new Set<string>();
async function rows() {
  const list = async () =>
    (await admin.usage.events.query({ limit: 200 })).items.filter(({ id, status }) => !seen.has(id) && status !== 'refused');
  await expect.poll(async () => (await list()).some(({ status }) => status === 'open')).toBe(false);
  return list();
}
afterEach(async () => {
  seen = new Set((await admin.usage.events.query({ limit: 200 })).items.map(({ id }) => id));
});

describe('@anthropic-ai/sdk', () => {
  const sdk = () => new Anthropic({ baseURL: `${stack.url}/llm`, apiKey: token, maxRetries: 0 });
  const ask = (content: string) => ({ model: 'claude-sonnet-4-5', max_tokens: 500, messages: [{ role: 'user' as const, content }] });

  test('answers, whole and streamed', async () => {
    const whole = await sdk().messages.create(ask(answer()));
    expect(whole.content).toMatchObject([{ type: 'text', text: 'An answer.' }]);
    expect(await sdk().messages.stream(ask(answer())).finalText()).toBe('An answer.');
    expect(await rows()).toMatchObject([counted, counted]);
  });

  test('counts tokens and lists models, which costs nothing', async () => {
    const { model, messages } = ask('Hello');
    expect(await sdk().messages.countTokens({ model, messages })).toEqual({ input_tokens: 1000 });
    const models = await sdk().models.list();
    expect(models.data.map(({ id }) => id)).toContain('fake-model');
    expect(await sdk().models.retrieve('fake-model')).toMatchObject({ type: 'model', id: 'fake-model' });
    expect(await rows()).toEqual([]);
  });

  test('calls tools', async () => {
    const tools = [{ name: weather.name, input_schema: { type: 'object' as const, properties: { city: { type: 'string' } } } }];
    const message = await sdk()
      .messages.stream({ ...ask(callsTool()), tools })
      .finalMessage();
    expect(message.content).toMatchObject([{ type: 'tool_use', name: weather.name, input: { city: weather.city } }]);
  });
});

describe.each(['gpt-5', 'compatible-model'])('openai, with %s', (model) => {
  const sdk = () => new OpenAI({ baseURL: `${stack.url}/llm/v1`, apiKey: token, maxRetries: 0 });
  const messages = (content: string) => [{ role: 'user' as const, content }];
  const tools = [
    {
      type: 'function' as const,
      name: weather.name,
      parameters: { type: 'object', properties: { city: { type: 'string' } } },
      strict: false,
    },
  ];

  test('chat completions, whole', async () => {
    const whole = await sdk().chat.completions.create({ model, messages: messages(answer()) });
    expect(whole.choices[0]?.message.content).toBe('An answer.');
    expect(await rows()).toMatchObject([{ ...counted, reasoningTokens: 9 }]);
  });

  test.each([false, true])('chat completions, streamed, the client asks for figures: %s', async (asks) => {
    const stream = await sdk().chat.completions.create({
      model,
      messages: messages(answer()),
      stream: true,
      ...(asks && { stream_options: { include_usage: true } }),
    });
    let text = '';
    const empty = [];
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      if (chunk.choices.length === 0) empty.push(chunk.usage);
    }
    expect(text).toBe('An answer.');
    // What we asked for ourselves is not shown to a client that did not.
    expect(empty).toHaveLength(asks ? 1 : 0);
    expect(await rows()).toMatchObject([counted]);
  });

  test('responses, whole and streamed', async () => {
    const whole = await sdk().responses.create({ model, input: answer() });
    expect(whole).toMatchObject({ status: 'completed', output_text: 'An answer.', usage: { input_tokens: 1312, output_tokens: 56 } });
    const final = await sdk().responses.stream({ model, input: answer() }).finalResponse();
    expect(final).toMatchObject({ status: 'completed', output_text: 'An answer.', usage: { input_tokens: 1312, output_tokens: 56 } });
    const paths = stack.llm.requests.slice(-2).map(({ path }) => path);
    expect(paths).toEqual(Array(2).fill(model === 'gpt-5' ? '/v1/responses' : '/chat-only/v1/chat/completions'));
    expect(await rows()).toMatchObject([counted, counted]);
  });

  test('responses, with tools and what they answered', async () => {
    const input: OpenAI.Responses.ResponseInput = [
      { role: 'user', content: script({ tool: weather.name, input: { city: weather.city }, usage }, { text: 'Rain.', usage }) },
    ];
    const first = await sdk().responses.stream({ model, input, tools }).finalResponse();
    const call = first.output.find((item) => item.type === 'function_call');
    expect(call).toMatchObject({ name: weather.name, arguments: JSON.stringify({ city: weather.city }) });
    const output = { type: 'function_call_output' as const, call_id: call?.call_id ?? '', output: 'Rain, 5 degrees.' };
    const second = await sdk().responses.create({
      model,
      input: [...input, ...(first.output as OpenAI.Responses.ResponseInput), output],
      tools,
    });
    expect(second.output_text).toBe('Rain.');
    expect(await rows()).toMatchObject([counted, counted]);
  });

  test('background responses are refused: nobody would meter them', async () => {
    const background = sdk().responses.create({ model, input: answer(), background: true });
    await expect(background).rejects.toMatchObject({ status: 400, message: expect.stringContaining('background') });
    expect(await rows()).toEqual([]);
  });

  test('errors are those of the provider, and ours in its form', async () => {
    const failing = sdk().chat.completions.create({
      model,
      messages: messages(script({ error: { status: 400, message: 'its own words' } })),
    });
    await expect(failing).rejects.toMatchObject({ status: 400, message: expect.stringContaining('its own words') });
    const stranger = new OpenAI({ baseURL: `${stack.url}/llm/v1`, apiKey: 'sk-of-my-own', maxRetries: 0 });
    await expect(stranger.chat.completions.create({ model, messages: messages('x') })).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
  });
});

describe('openai', () => {
  const sdk = () => new OpenAI({ baseURL: `${stack.url}/llm/v1`, apiKey: token, maxRetries: 0 });

  test('embeddings', async () => {
    const { data, usage: told } = await sdk().embeddings.create({ model: 'text-embedding-3-small', input: ['one', 'two'] });
    expect(data).toHaveLength(2);
    expect(await rows()).toMatchObject([{ status: 'settled', inputTokens: told.prompt_tokens, outputTokens: 0 }]);
  });

  test('models', async () => {
    const models = await sdk().models.list();
    expect(models.data.map(({ id }) => id)).toContain('fake-model');
    expect(await sdk().models.retrieve('fake-model')).toMatchObject({ object: 'model', id: 'fake-model' });
  });
});

describe('@google/genai', () => {
  const sdk = () => new GoogleGenAI({ apiKey: token, httpOptions: { baseUrl: `${stack.url}/llm` } });
  const model = 'gemini-2.5-flash';

  test('answers, whole and streamed', async () => {
    const whole = await sdk().models.generateContent({ model, contents: answer() });
    expect(whole.text).toBe('An answer.');
    let text = '';
    for await (const chunk of await sdk().models.generateContentStream({ model, contents: answer() })) text += chunk.text ?? '';
    expect(text).toBe('An answer.');
    expect(await rows()).toMatchObject([
      { ...counted, reasoningTokens: 9, provider: 'google', model },
      { ...counted, reasoningTokens: 9 },
    ]);
  });

  test('counts tokens and lists models, which costs nothing', async () => {
    expect((await sdk().models.countTokens({ model, contents: 'Hello' })).totalTokens).toBeGreaterThan(0);
    const names = [];
    for await (const { name } of await sdk().models.list()) names.push(name);
    expect(names).toContain('models/fake-model');
    expect(await rows()).toEqual([]);
  });

  test('our own errors are in its form', async () => {
    const stranger = new GoogleGenAI({ apiKey: 'AIza-of-my-own', httpOptions: { baseUrl: `${stack.url}/llm` } });
    await expect(stranger.models.generateContent({ model, contents: 'x' })).rejects.toMatchObject({ status: 401 });
  });
});

describe('the AI SDK', () => {
  const models = () => ({
    anthropic: createAnthropic({ baseURL: `${stack.url}/llm/v1`, apiKey: token })('claude-sonnet-4-5'),
    responses: createOpenAI({ baseURL: `${stack.url}/llm/v1`, apiKey: token }).responses('gpt-5'),
    converted: createOpenAI({ baseURL: `${stack.url}/llm/v1`, apiKey: token }).responses('compatible-model'),
    chat: createOpenAI({ baseURL: `${stack.url}/llm/v1`, apiKey: token }).chat('gpt-5'),
    google: createGoogleGenerativeAI({ baseURL: `${stack.url}/llm/v1beta`, apiKey: token })('gemini-2.5-flash'),
  });

  test.each(['anthropic', 'responses', 'converted', 'chat', 'google'] as const)('%s: whole, streamed, and a tool', async (name) => {
    const model = models()[name];
    expect((await generateText({ model, prompt: answer(), maxRetries: 0 })).text).toBe('An answer.');
    expect(await streamText({ model, prompt: answer(), maxRetries: 0 }).text).toBe('An answer.');
    const tools = {
      [weather.name]: tool({
        description: 'The weather.',
        inputSchema: jsonSchema({ type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }),
      }),
    };
    const { toolCalls } = await generateText({ model, prompt: callsTool(), tools, maxRetries: 0 });
    expect(toolCalls).toMatchObject([{ toolName: weather.name, input: { city: weather.city } }]);
    expect(await rows()).toMatchObject([counted, counted, counted]);
  });

  test('embeddings', async () => {
    const model = createOpenAI({ baseURL: `${stack.url}/llm/v1`, apiKey: token }).textEmbeddingModel('text-embedding-3-small');
    expect((await embed({ model, value: 'one', maxRetries: 0 })).embedding.length).toBeGreaterThan(0);
    expect(await rows()).toMatchObject([{ status: 'settled', outputTokens: 0 }]);
  });
});
