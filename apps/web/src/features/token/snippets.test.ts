import { expect, test } from 'vitest';
import { exampleModel } from './callable-models.ts';
import { clients, clientsFor, cliSnippets, curlSnippets, sdkLanguages, sdkSnippets } from './snippets.ts';

const access = { origin: 'https://ace.example.com', token: 'ace_pat_abc', models: {} };
const everything = ['llm'] as const;
const codeOf = (snippets: readonly { code: string }[]) => snippets.map(({ code }) => code).join('\n');

test('Claude Code takes the address without the version of the protocol', () => {
  expect(codeOf(cliSnippets('claude-code', access))).toBe(
    'export ANTHROPIC_BASE_URL="https://ace.example.com/llm"\nexport ANTHROPIC_AUTH_TOKEN="ace_pat_abc"',
  );
});

test('Codex is led by its file, and its token is not in it', () => {
  const [config, terminal] = cliSnippets('codex', access);
  expect(config?.name).toBe('~/.codex/config.toml');
  expect(config?.code.split('\n')[0]).toBe('model_provider = "openace"');
  expect(config?.code).toContain('[model_providers.openace]');
  expect(config?.code).toContain('base_url = "https://ace.example.com/llm/v1"');
  expect(config?.code).toContain('wire_api = "responses"');
  expect(config?.code).not.toContain('ace_pat_abc');
  expect(terminal?.code).toBe('export OPENACE_TOKEN="ace_pat_abc"');
});

test('Qwen Code and Gemini CLI take their own variables', () => {
  expect(codeOf(cliSnippets('qwen-code', access))).toContain('export OPENAI_BASE_URL="https://ace.example.com/llm/v1"');
  expect(codeOf(cliSnippets('gemini', access))).toContain('export GOOGLE_GEMINI_BASE_URL="https://ace.example.com/llm"');
});

test('code takes the token from the environment: it stands in one line alone', () => {
  for (const language of sdkLanguages) {
    const [terminal, ...examples] = sdkSnippets(language, access, everything);
    expect(terminal?.code).toBe('export OPENACE_TOKEN="ace_pat_abc"');
    expect(examples).toHaveLength(3);
    for (const { code } of examples) {
      expect(code).toContain('OPENACE_TOKEN');
      expect(code).toContain('https://ace.example.com/llm');
      expect(code).not.toContain('ace_pat_abc');
    }
  }
});

test('a call by hand is one command whatever it sends', () => {
  const [terminal, list, ...calls] = curlSnippets(access, everything);
  expect(terminal?.code).toContain('ace_pat_abc');
  expect(list?.code).toBe('curl "https://ace.example.com/llm/v1/models" \\\n  -H "authorization: Bearer $OPENACE_TOKEN"');
  expect(calls.map(({ name }) => name)).toEqual(['Anthropic Messages', 'OpenAI Chat Completions', 'Google generateContent']);
  for (const { code } of calls) for (const line of code.split('\n').slice(0, -1)) expect(line).toMatch(/ \\$/);
});

test('only what a token opens is offered', () => {
  expect(clientsFor(everything)).toEqual(clients);
  expect(clientsFor([])).toEqual(clients);
  expect(clientsFor(['llm:anthropic'])).toEqual(['claude-code', 'sdk', 'curl']);
  expect(clientsFor(['llm:openai', 'llm:google'])).toEqual(['codex', 'qwen-code', 'gemini', 'sdk', 'curl']);
  expect(sdkSnippets('python', access, ['llm:google']).map(({ name }) => name)).toEqual([undefined, 'google-genai']);
  expect(codeOf(curlSnippets(access, ['llm:google']))).not.toContain('authorization');
  expect(codeOf(curlSnippets(access, ['llm:anthropic']))).toContain('/llm/v1/models" \\\n  -H "authorization');
});

test('a model that the token may call stands in the lines; one that is not known is a gap', () => {
  const models = { anthropic: 'claude-x', openai: 'gpt-x', google: 'gemini-x' };
  const all = (given: typeof access) =>
    codeOf([
      ...cliSnippets('qwen-code', given),
      ...sdkLanguages.flatMap((language) => sdkSnippets(language, given, everything)),
      ...curlSnippets(given, everything),
    ]);
  expect(all(access).match(/<model>/g)).toHaveLength(10);
  const filled = all({ ...access, models });
  expect(filled).not.toContain('<model>');
  for (const model of Object.values(models)) expect(filled.split(model).length).toBeGreaterThan(3);
});

test('an example is made with the newest of a family that answers in words', () => {
  const openai = ['babbage-002', 'gpt-4o', 'gpt-5.1', 'gpt-5.1-codex', 'gpt-image-1', 'whisper-1'];
  expect(exampleModel('openai', openai)).toBe('gpt-5.1');
  expect(exampleModel('anthropic', ['claude-haiku-4-5', 'claude-sonnet-4-5', 'claude-opus-4-5'])).toBe('claude-sonnet-4-5');
  expect(exampleModel('google', ['embedding-001', 'gemini-2.5-pro', 'gemini-3-pro-image'])).toBe('gemini-2.5-pro');
  expect(exampleModel('openai', ['my-llama'])).toBe('my-llama');
  expect(exampleModel('openai', [])).toBeUndefined();
});
