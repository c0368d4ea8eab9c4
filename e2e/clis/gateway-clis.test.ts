import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Api, Connection } from '../support/client.ts';
import { PROVIDER_KEY, type Stack, startStack } from '../support/stack.ts';
import { programOf } from './cli-programs.ts';
import { script } from './fake-provider.ts';

const modules = fileURLToPath(new URL('../node_modules/', import.meta.url));

let stack: Stack;
let connection: Connection;
let admin: Api;
let token: string;

beforeAll(async () => {
  stack = await startStack({ tools: ['claude-code', 'qwen-code', 'codex'] });
  connection = await stack.admin();
  admin = connection.api;
  await admin.providerKey.create.mutate({ provider: 'anthropic', name: 'Anthropic', apiKey: PROVIDER_KEY, baseUrl: stack.llm.url });
  await admin.providerKey.create.mutate({ provider: 'openai', name: 'OpenAI', apiKey: PROVIDER_KEY, baseUrl: `${stack.llm.url}/v1` });
  await admin.providerKey.create.mutate({
    provider: 'openai-compatible',
    name: 'Chat only',
    apiKey: PROVIDER_KEY,
    baseUrl: `${stack.llm.url}/chat-only/v1`,
    models: ['chat-only-*'],
  });
  token = (await admin.apiToken.create.mutate({ name: 'By hand' })).token;
}, 60_000);
afterAll(() => stack?.stop());

interface Finished {
  code: number | null;
  out: string;
  error: string;
}

/** Runs a CLI as a person does in a terminal, with nothing but what they pasted. */
function run(command: string, args: string[], env: Record<string, string>): Promise<Finished> {
  const { ANTHROPIC_API_KEY: _a, ANTHROPIC_BASE_URL: _b, OPENAI_API_KEY: _c, ...inherited } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: stack.project,
      env: { ...inherited, HOME: stack.home, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const finished: Finished = { code: null, out: '', error: '' };
    child.stdout.on('data', (part) => (finished.out += part));
    child.stderr.on('data', (part) => (finished.error += part));
    child.on('error', reject);
    child.on('exit', (code) => resolve({ ...finished, code }));
  });
}

const claude = (prompt: string, model = 'claude-sonnet-4-5') =>
  run(programOf('claude-code'), ['-p', prompt, '--output-format', 'json', '--model', model], {
    ANTHROPIC_BASE_URL: `${stack.url}/llm`,
    ANTHROPIC_AUTH_TOKEN: token,
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  });

const codexProvider = () =>
  `model_providers.openace={name="Open ACE",base_url="${stack.url}/llm/v1",env_key="OPENACE_TOKEN",wire_api="responses"}`;

const codex = (prompt: string, model = 'gpt-5-codex', more: string[] = []) =>
  run(
    process.execPath,
    [
      join(modules, '@openai/codex/bin/codex.js'),
      'exec',
      '--json',
      '--skip-git-repo-check',
      ...[
        '-c',
        'model_provider="openace"',
        '-c',
        codexProvider(),
        '-c',
        'check_for_update_on_startup=false',
        '-c',
        'analytics.enabled=false',
      ],
      ...more,
      ...['--model', model, prompt],
    ],
    { OPENACE_TOKEN: token },
  );

const qwen = (prompt: string, model = 'qwen3-coder-plus') =>
  run(process.execPath, [join(modules, '@qwen-code/qwen-code/cli.js'), '--auth-type', 'openai', '--output-format', 'stream-json', prompt], {
    OPENAI_API_KEY: token,
    OPENAI_BASE_URL: `${stack.url}/llm/v1`,
    OPENAI_MODEL: model,
  });

const usage = { input: 1234, output: 56, cacheRead: 78 };
const figures = ({
  inputTokens,
  outputTokens,
  cacheReadTokens,
  requests,
}: {
  inputTokens: number;
  outputTokens: number;
  cacheReadTokens: number;
  requests: number;
}) => ({
  inputTokens,
  outputTokens,
  cacheReadTokens,
  requests,
});
const ofTool = async (tool: string) => {
  const { byTool } = await admin.usage.summary.query({});
  return figures(byTool.find((row) => row.tool === tool) ?? { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, requests: 0 });
};
/** Sums of what the fake provider told since some of its requests. */
function told(from: number) {
  const answered = stack.llm.requests.slice(from).filter(({ step, status }) => step && status === 200);
  const sum = (name: 'input' | 'output' | 'cacheRead') =>
    answered.reduce((total, { step }) => total + (step?.usage?.[name] ?? { input: 1000, output: 50, cacheRead: 200 }[name]), 0);
  return { inputTokens: sum('input'), outputTokens: sum('output'), cacheReadTokens: sum('cacheRead'), requests: answered.length };
}

/** Every record of the CLI's own log. */
function logOf(folder: string, ending = '.jsonl'): Record<string, unknown>[] {
  const files = readdirSync(join(stack.home, folder), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(ending));
  return files.flatMap((name) =>
    readFileSync(join(stack.home, folder, name), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  );
}

type Json = Record<string, unknown>;
const inside = (value: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>((at, name) => (typeof at === 'object' && at !== null ? (at as Json)[name] : undefined), value);
const count = (value: unknown) => (typeof value === 'number' ? value : 0);

/** Sums of what each CLI's own log says; one that caches are a part of the input of counts them there. */
const logs: Record<string, () => ReturnType<typeof figures>> = {
  'claude-code': () => {
    const messages = new Map(
      logOf('.claude/projects').map((record) => [inside(record, 'message', 'id'), inside(record, 'message', 'usage')]),
    );
    const usages = [...messages].filter(([id, usage]) => id && usage).map(([, usage]) => usage);
    return sumOf(usages, 'input_tokens', 'output_tokens', 'cache_read_input_tokens', false);
  },
  codex: () => {
    const usages = logOf('.codex/sessions')
      .filter(({ type }) => type === 'token_usage_record')
      .map((record) => inside(record, 'payload', 'usage'));
    return sumOf(usages, 'input_tokens', 'output_tokens', 'cached_input_tokens', true);
  },
  'qwen-code': () => {
    const events = logOf('.qwen/projects').map((record) => inside(record, 'systemPayload', 'uiEvent'));
    const answered = events.filter((event) => inside(event, 'event.name') === 'qwen-code.api_response');
    return sumOf(answered, 'input_token_count', 'output_token_count', 'cached_content_token_count', true);
  },
};

function sumOf(usages: unknown[], input: string, output: string, cached: string, isPart: boolean) {
  const sum = (name: string) => usages.reduce<number>((total, usage) => total + count(inside(usage, name)), 0);
  return {
    inputTokens: sum(input) - (isPart ? sum(cached) : 0),
    outputTokens: sum(output),
    cacheReadTokens: sum(cached),
    requests: usages.length,
  };
}

const twoSteps = (tool: string, file: string) => script({ tool, command: `touch ${file}`, usage }, { text: 'Done.', usage });

describe('by hand with a personal token, each call is counted once', () => {
  test('Claude Code', async () => {
    const from = stack.llm.requests.length;
    const done = await claude(script({ text: 'Hello from here.', usage }));
    expect(done).toMatchObject({ code: 0, out: expect.stringContaining('Hello from here.') });
    await expect.poll(() => ofTool('claude-code')).toEqual(told(from));
    // Its own log tells of the same calls, and changes nothing.
    await admin.collection.run.mutate();
    expect(await ofTool('claude-code')).toEqual(told(from));
    expect(logs['claude-code']?.()).toEqual(await ofTool('claude-code'));
  });

  test.each(['gpt-5-codex', 'chat-only-model'])('Codex with %s', async (model) => {
    const from = stack.llm.requests.length;
    const before = await ofTool('codex');
    const done = await codex(twoSteps('shell', `${model}.txt`), model);
    expect(done, done.error).toMatchObject({ code: 0, out: expect.stringContaining('Done.') });
    const expected = told(from);
    expect(expected.requests).toBe(2);
    const since = async () => {
      const now = await ofTool('codex');
      return {
        inputTokens: now.inputTokens - before.inputTokens,
        outputTokens: now.outputTokens - before.outputTokens,
        cacheReadTokens: now.cacheReadTokens - before.cacheReadTokens,
        requests: now.requests - before.requests,
      };
    };
    await expect.poll(since).toEqual(expected);
    expect(logs.codex?.()).toEqual(await ofTool('codex'));
    await admin.collection.run.mutate();
    expect(await since()).toEqual(expected);
  });

  test('Qwen Code', async () => {
    const from = stack.llm.requests.length;
    const done = await qwen(script({ text: 'Hello from Qwen.', usage }));
    expect(done, done.error).toMatchObject({ code: 0, out: expect.stringContaining('Hello from Qwen.') });
    await expect.poll(() => ofTool('qwen-code')).toEqual(told(from));
    await admin.collection.run.mutate();
    expect(await ofTool('qwen-code')).toEqual(told(from));
    expect(logs['qwen-code']?.()).toEqual(told(from));
  });
});

test('Codex that tries a WebSocket first falls back at once', async () => {
  const started = Date.now();
  const done = await run(
    process.execPath,
    [
      join(modules, '@openai/codex/bin/codex.js'),
      'exec',
      '--json',
      '--skip-git-repo-check',
      ...['-c', `openai_base_url="${stack.url}/llm/v1"`, '-c', 'check_for_update_on_startup=false', '-c', 'analytics.enabled=false'],
      ...['--model', 'gpt-5-codex', script({ text: 'Over HTTP.', usage })],
    ],
    { CODEX_API_KEY: token },
  );
  expect(done, done.error).toMatchObject({ code: 0, out: expect.stringContaining('Over HTTP.') });
  expect(Date.now() - started).toBeLessThan(5000);
});

describe('what was begun by hand is found, and gone on with from Open ACE', () => {
  test.each([
    ['claude-code', claude],
    ['codex', codex],
    ['qwen-code', qwen],
  ] as const)('%s', async (tool, byHand) => {
    const begun = await byHand(`the word of ${tool} is heron`);
    expect(begun, begun.error).toMatchObject({ code: 0 });
    const { items: machines } = await admin.machine.list.query({});
    const place = { machineId: machines[0]?.id ?? '', tool, cwd: stack.project };
    const [newest, ...older] = (await admin.session.conversations.query(place)).items;
    const { id } = await admin.session.create.mutate({ ...place, toolSessionId: newest?.toolSessionId, message: 'which word?' });
    await expect
      .poll(() => connection.transcript(id), { timeout: 30_000 })
      .toContainEqual(expect.objectContaining({ type: 'message', text: 'Fake reply to: which word?' }));
    expect(JSON.stringify(stack.llm.requests.at(-1)?.body)).toContain(`the word of ${tool} is heron`);
    // A thread of another provider Codex goes on with as a copy.
    const left = tool === 'codex' ? [newest, ...older] : older;
    expect((await admin.session.conversations.query(place)).items).toEqual(left);
    await admin.session.stop.mutate({ sessionId: id });
  });
});

describe('a budget that is used up is told at once, not asked for again and again', () => {
  const limit = (value: number) =>
    admin.tenant.current
      .query()
      .then(({ id }) => admin.quota.set.mutate({ subject: { type: 'tenant', id }, metric: 'requests', period: 'day', limit: value }));

  test.each([
    ['Claude Code', 'budget of 0 requests', () => claude(script({ text: 'x' }))],
    // Codex has words of its own for what OpenAI calls insufficient_quota.
    ['Codex', 'Quota exceeded', () => codex(script({ text: 'x' }))],
    ['Qwen Code', 'budget of 0 requests', () => qwen(script({ text: 'x' }))],
  ] as const)('%s', async (_name, words, start) => {
    const { id } = await limit(0);
    const from = stack.llm.requests.length;
    const started = Date.now();
    const done = await start();
    expect(done.out + done.error).toContain(words);
    expect(Date.now() - started).toBeLessThan(20_000);
    expect(stack.llm.requests.length).toBe(from);
    await admin.quota.delete.mutate({ quotaId: id });
  });
});
