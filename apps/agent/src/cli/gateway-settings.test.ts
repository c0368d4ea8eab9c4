import { expect, test } from 'vitest';
import { gatewaySettings } from './gateway-settings.ts';

const of = (tool: Parameters<typeof gatewaySettings>[0]) => gatewaySettings(tool, 'https://ace.example.com', 'ace_a_x');

test('Claude Code takes the gateway without /v1, Qwen Code with it', () => {
  expect(of('claude-code').environment).toEqual({
    ANTHROPIC_BASE_URL: 'https://ace.example.com/llm',
    ANTHROPIC_AUTH_TOKEN: 'ace_a_x',
  });
  expect(of('qwen-code').environment).toEqual({ OPENAI_API_KEY: 'ace_a_x', OPENAI_BASE_URL: 'https://ace.example.com/llm/v1' });
});

test('Codex is led by its arguments, and no vendor’s key is in its environment, for it takes no address from there', () => {
  const { args, environment } = of('codex');
  expect(args).toContain('model_provider="openace"');
  expect(args.join(' ')).toContain('base_url="https://ace.example.com/llm/v1"');
  expect(environment).toEqual({ OPENACE_TOKEN: 'ace_a_x' });
});

test('a tool that knows no such settings is started as it is', () => {
  expect(of('openclaw')).toEqual({ args: [], environment: {} });
});
