import type { ToolId } from '@open-ace/contracts/tools';

/** What leads a CLI through the gateway with a personal API token. */
export interface GatewaySettings {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const none: GatewaySettings = { args: [], environment: {} };

/** The same settings that the page of API tokens shows. */
export function gatewaySettings(tool: ToolId, serverUrl: string, token: string): GatewaySettings {
  const llm = `${serverUrl}/llm`;
  switch (tool) {
    case 'claude-code':
      return { args: [], environment: { ANTHROPIC_BASE_URL: llm, ANTHROPIC_AUTH_TOKEN: token } };
    case 'codex': {
      const provider = `{name="Open ACE",base_url="${llm}/v1",env_key="OPENACE_TOKEN",wire_api="responses"}`;
      return {
        args: ['-c', 'model_provider="openace"', '-c', `model_providers.openace=${provider}`],
        environment: { OPENACE_TOKEN: token },
      };
    }
    case 'qwen-code':
      return { args: [], environment: { OPENAI_API_KEY: token, OPENAI_BASE_URL: `${llm}/v1` } };
    default:
      return none;
  }
}
