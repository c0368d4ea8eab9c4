import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PermissionMode } from '@open-ace/contracts/tools';
import type { Environment } from '../../config.ts';
import { isRoot } from '../../facts/machine-facts.ts';
import { compareVersions, isWithin } from '../../facts/version.ts';
import { Refusal } from '../../refusal.ts';
import { cliEnvironment, directTo } from '../cli-environment.ts';
import type { CliCommand } from '../cli-process.ts';
import type { SessionStart } from '../driver.ts';
import { addable } from '../extra-arguments.ts';
import type { Dialect } from './dialect.ts';
import { count, fields } from './fields.ts';

/** `default` is Claude Code's word for asking; its `auto` does not ask. */
const words: Record<PermissionMode, string> = {
  plan: 'plan',
  ask: 'default',
  'auto-edit': 'acceptEdits',
  'full-auto': 'bypassPermissions',
};

const testedVersions = { from: '2.1.0', below: '3.0.0' };

/** Whether Claude Code may be told not to ask on this machine: as root only where the machine is declared to be a sandbox. */
const mayRunUnasked = (environment: Environment): boolean => !isRoot() || environment.IS_SANDBOX === '1';

/** From this version on it takes its token from a file descriptor on Linux, as was seen; hooks and tools cannot find it there. */
const readsDescriptor = '2.1.330';

export function claudeCode(environment: Environment, home: string): Dialect {
  return {
    tool: 'claude-code',
    program: 'claude',
    describe: (version) => ({
      tested: isWithin(version, testedVersions),
      modes: PermissionMode.options,
      withheldModes: mayRunUnasked(environment) ? [] : [{ mode: 'full-auto', reason: 'root_without_sandbox' }],
      problem: '',
    }),
    wordFor: (mode) => words[mode],
    modeOf: (word) => (Object.keys(words) as PermissionMode[]).find((mode) => words[mode] === word),
    // Only a process that was started without asking may stop asking.
    mayChangeTo(mode, current) {
      if (mode === 'full-auto') requireUnasked(environment);
      return mode !== 'full-auto' || current === 'full-auto';
    },
    async launch(start) {
      if (start.permissionMode === 'full-auto') requireUnasked(environment);
      const isKnown = await hasConversation(start.toolSessionId, environment.CLAUDE_CONFIG_DIR ?? join(home, '.claude'));
      const command = {
        path: start.tool.path,
        args: argumentsFor(start, isKnown, environment),
        cwd: start.cwd,
        masked: [start.gateway.token],
        ...credentials(start, environment),
      };
      const note = start.resume && !isKnown ? 'Claude Code kept nothing of this conversation; it begins anew.' : null;
      return { command, note, settings: null };
    },
    imageProblem: '',
    likeTool: (name) => name,
    detailsOf: (message) => fields(message.tool_use_result),
    // It marks such a message, which is left out as a whole.
    isErrorText: () => false,
    sentTokens: (usage) => sum(usage.input_tokens, usage.cache_creation_input_tokens, usage.cache_read_input_tokens),
    windowRequest: null,
  };
}

const sum = (...tokens: unknown[]): number => tokens.reduce<number>((total, some) => total + (count(some) ?? 0), 0);

function requireUnasked(environment: Environment): void {
  if (mayRunUnasked(environment)) return;
  throw new Refusal(
    'Claude Code does not work without asking where it runs as root. Set IS_SANDBOX=1 for the agent if this machine is a sandbox, or choose another mode.',
  );
}

const addableOptions = {
  flags: [],
  options: ['--add-dir', '--append-system-prompt', '--fallback-model', '--max-turns'],
};

function argumentsFor(start: SessionStart, isKnown: boolean, environment: Environment): string[] {
  return [
    '-p',
    ...['--input-format', 'stream-json', '--output-format', 'stream-json', '--verbose'],
    ...['--include-partial-messages', '--replay-user-messages', '--permission-prompt-tool', 'stdio'],
    ...['--permission-mode', words[start.permissionMode]],
    // A conversation that never got a message was not kept, and one that was kept must be resumed, whatever was asked for.
    ...conversation(start, isKnown),
    ...(start.model === '' ? [] : ['--model', start.model]),
    // It asks by a form that has no place in a transcript; without it, it asks in words.
    ...['--disallowedTools', 'AskUserQuestion'],
    ...addable(start.args, addableOptions, 'Claude Code'),
    ...['--settings', JSON.stringify(settingsFor(start, environment))],
  ];
}

function conversation({ toolSessionId, forkOf }: SessionStart, isKnown: boolean): string[] {
  if (isKnown) return ['--resume', toolSessionId];
  return [...(forkOf === null ? [] : ['--resume', forkOf, '--fork-session']), '--session-id', toolSessionId];
}

/** Variables by which a settings file could lead the session's calls elsewhere. */
const detours = [
  ...['CLAUDE_CODE_USE_BEDROCK', 'CLAUDE_CODE_USE_VERTEX', 'CLAUDE_CODE_USE_FOUNDRY', 'CLAUDE_CODE_USE_MANTLE', 'CLAUDE_CODE_USE_GATEWAY'],
  ...['CLAUDE_CODE_USE_ANTHROPIC_AWS', 'CLAUDE_CODE_USE_ANTHROPIC_GOOGLE_CLOUD', 'ANTHROPIC_UNIX_SOCKET', 'ANTHROPIC_CUSTOM_HEADERS'],
];
const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].flatMap((name) => [name, name.toLowerCase()]);

/**
 * What stands above the settings of the person and of the repository. Their `env` wins over the environment of the process, so that
 * alone would not hold a session on its way; versions that know CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST leave such entries out by
 * themselves. Automatic mode is off because a classifier instead of the person would decide, in plan mode too.
 */
function settingsFor({ gateway }: SessionStart, environment: Environment): object {
  const proxied = proxies.map((name) => [name, environment[name] ?? '']);
  const direct = directTo(new URL(gateway.url).hostname, environment);
  return {
    env: {
      ...Object.fromEntries([...detours.map((name) => [name, '']), ...proxied]),
      ...direct,
      ANTHROPIC_BASE_URL: gateway.url,
    },
    apiKeyHelper: '',
    useAutoModeDuringPlan: false,
    permissions: { disableAutoMode: 'disable' },
  };
}

function credentials({ tool, gateway }: SessionStart, environment: Environment): Pick<CliCommand, 'env' | 'secret'> {
  const env = cliEnvironment(environment, {
    ...directTo(new URL(gateway.url).hostname, environment),
    ANTHROPIC_BASE_URL: gateway.url,
    CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST: '1',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_AUTOUPDATER: '1',
    DISABLE_TELEMETRY: '1',
    DISABLE_ERROR_REPORTING: '1',
  });
  if (process.platform === 'linux' && compareVersions(tool.version, readsDescriptor) >= 0) {
    return { env: { ...env, CLAUDE_CODE_API_KEY_FILE_DESCRIPTOR: '3' }, secret: gateway.token };
  }
  return { env: { ...env, ANTHROPIC_AUTH_TOKEN: gateway.token } };
}

/** Whether Claude Code keeps this conversation: resuming an unknown one fails, and so does beginning a known one. */
async function hasConversation(id: string, configDir: string): Promise<boolean> {
  const projects = join(configDir, 'projects');
  for (const project of await readdir(projects).catch(() => [])) {
    if (await stat(join(projects, project, `${id}.jsonl`)).catch(() => null)) return true;
  }
  return false;
}
