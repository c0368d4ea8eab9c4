import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../../config.ts';
import { Refusal } from '../../refusal.ts';
import { cliEnvironment, directTo } from '../cli-environment.ts';
import type { CliCommand } from '../cli-process.ts';
import type { SessionStart } from '../driver.ts';

/**
 * Settings on the command line stand above the files of the person and of the repository. The built-in provider is used because a thread
 * keeps the name of its provider: one of ours would be unknown where the person resumes it, and a table of the same name in a file would
 * be mixed with ours, which is refused for a built-in one.
 */
export const settingsFor = (gatewayUrl: string): Record<string, string | boolean> => ({
  model_provider: 'openai',
  openai_base_url: `${gatewayUrl}/v1`,
  chatgpt_base_url: 'https://chatgpt.com/backend-api/',
  // The token is told over stdin, held in memory and never written; a login of the person's stays as it is, unused.
  cli_auth_credentials_store: 'ephemeral',
  forced_login_method: 'api',
  approvals_reviewer: 'user',
  check_for_update_on_startup: false,
  'analytics.enabled': false,
  'otel.exporter': 'none',
  'otel.trace_exporter': 'none',
  'otel.metrics_exporter': 'none',
});

/** How much the model thinks and says; nothing that leads elsewhere or allows more. */
const addableSettings = ['model_reasoning_effort', 'model_reasoning_summary', 'model_verbosity'];

/** Pairs of `-c` and `name=value`. */
function added(args: readonly string[]): readonly string[] {
  const wrong = args.find((arg, n) => (n % 2 === 0 ? arg !== '-c' : !addableSettings.includes(arg.split('=')[0] ?? '')));
  if (wrong === undefined && args.length % 2 === 0) return args;
  throw new Refusal(
    `The argument ${JSON.stringify(wrong?.slice(0, 100) ?? '-c')} cannot be added to Codex. Its settings ${addableSettings.join(', ')} can, as -c name=value on two lines. Change the tool's defaults under Manage, Machines.`,
  );
}

export async function commandFor({ tool, cwd, gateway, args }: SessionStart, environment: Environment, home: string): Promise<CliCommand> {
  const ownFolder = environment.CODEX_HOME;
  await requireDirectWay(join(ownFolder ?? join(home, '.codex'), '.env'));
  const settings = Object.entries(settingsFor(gateway.url)).flatMap(([name, value]) => ['-c', `${name}=${JSON.stringify(value)}`]);
  return {
    path: tool.path,
    args: ['app-server', ...added(args), ...settings],
    cwd,
    env: cliEnvironment(environment, {
      ...directTo(new URL(gateway.url).hostname, environment),
      ...(ownFolder !== undefined && { CODEX_HOME: ownFolder }),
    }),
    masked: [gateway.token],
  };
}

const proxy = /^\s*(?:export\s+)?((?:https?|all|no)_proxy)\s*=/im;

/** Codex puts this file above its environment, and a proxy named there would get every call with its token. */
async function requireDirectWay(path: string): Promise<void> {
  const [, name] = proxy.exec(await readFile(path, 'utf8').catch(() => '')) ?? [];
  if (name === undefined) return;
  throw new Refusal(
    `${path} sets ${name}, which would lead the calls of a session away from Open ACE. Take it out of that file; a proxy for the tools of a session belongs into the environment of the agent.`,
  );
}
