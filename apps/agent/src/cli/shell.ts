import type { ToolId } from '@open-ace/contracts/tools';
import type { Config } from '../config.ts';
import { writeCaBundle } from '../connection/tls.ts';
import { createLogger } from '../logger.ts';
import { readCredential } from '../state/credential.ts';
import { inForeground } from './foreground.ts';
import { gatewaySettings } from './gateway-settings.ts';
import { toolsOf } from './tools-of.ts';

/** The person's own shell; with `OPENACE_API_TOKEN` its CLIs go through the gateway. */
export async function shell(config: Config): Promise<void> {
  const { environment } = config;
  const program = process.platform === 'win32' ? environment.COMSPEC || 'cmd.exe' : environment.SHELL || '/bin/sh';
  await writeCaBundle(config);
  await inForeground(program, [], { ...environment, ...(await gatewayVariables(config)) });
}

async function gatewayVariables(config: Config): Promise<Record<string, string>> {
  const { dir, environment } = config;
  const token = environment.OPENACE_API_TOKEN;
  const serverUrl = (await readCredential(dir))?.serverUrl ?? config.serverUrl;
  if (!token || !serverUrl) return {};
  const found = await toolsOf(config, createLogger('silent')).list();
  const has = (tool: ToolId) => found.some((each) => each.tool === tool);
  // Codex takes a vendor's key from the environment but not where to send it, so ours would go to that vendor.
  const tools = found.map(({ tool }) => tool).filter((tool) => tool !== 'qwen-code' || !has('codex'));
  if (has('codex')) console.log('Codex takes its gateway from ~/.codex/config.toml, or start it from: openace-agent menu');
  return Object.assign({}, ...tools.map((tool) => gatewaySettings(tool, serverUrl, token).environment));
}
