import type { AcpAgent } from '@open-ace/contracts/acp-agent';
import type { PermissionMode } from '@open-ace/contracts/tools';

/** Its tools by name, for it has many more that belong to an assistant: some of them change its own configuration. */
const looking = ['read', 'ls', 'view_image', 'update_plan'];
const writing = ['write', 'edit', 'apply_patch'];

/** What each mode is held to: OpenClaw asks for commands alone, never for what it does to files. */
const limits: Record<PermissionMode, { readonly allow: readonly string[]; readonly exec: object }> = {
  plan: { allow: looking, exec: { security: 'deny', ask: 'always' } },
  ask: { allow: [...looking, 'exec'], exec: { security: 'allowlist', ask: 'always' } },
  'auto-edit': { allow: [...looking, ...writing, 'exec'], exec: { security: 'allowlist', ask: 'always' } },
  'full-auto': { allow: [...looking, ...writing, 'exec', 'process', 'web_fetch'], exec: { security: 'full', ask: 'off' } },
};

/**
 * OpenClaw does its work in a gateway of its own, to which what speaks ACP is a bridge. It is configured by a file alone, so each session
 * has a file, a gateway and a folder for its state, and nothing of the person's own OpenClaw is read or changed.
 */
const configFor = (mode: PermissionMode): string =>
  JSON.stringify({
    gateway: { mode: 'local', bind: 'loopback', auth: { mode: 'token', token: '{secret}' }, controlUi: { enabled: false } },
    models: {
      mode: 'replace',
      catalogRefresh: { enabled: false },
      providers: {
        openace: {
          baseUrl: '{gatewayV1}',
          apiKey: '{token}',
          api: 'openai-completions',
          models: [{ id: '{model}', name: '{model}', input: ['text', 'image'] }],
        },
      },
    },
    agents: {
      defaults: {
        workspace: '{cwd}',
        skipBootstrap: true,
        model: { primary: 'openace/{model}' },
        // Nothing is asked of a model that nobody asked for.
        heartbeat: { every: '0m' },
      },
    },
    tools: {
      profile: 'full',
      allow: limits[mode].allow,
      toolSearch: false,
      fs: { workspaceOnly: mode !== 'full-auto' },
      exec: { host: 'gateway', notifyOnExit: false, ...limits[mode].exec },
      elevated: { enabled: false },
    },
    // A repository may bring plugins, hooks and skills of its own.
    plugins: { enabled: false },
    hooks: { internal: { enabled: false } },
    commands: {
      allowFrom: { '*': [] },
      text: false,
      native: false,
      nativeSkills: false,
      restart: false,
      config: false,
      debug: false,
      bash: false,
    },
    cron: { enabled: false },
    discovery: { mdns: { mode: 'off' } },
    update: { checkOnStart: false },
    logging: { file: '{home}/openclaw.log', consoleLevel: 'warn' },
  });

export const openclaw: AcpAgent = {
  id: 'openclaw',
  name: 'OpenClaw',
  program: 'openclaw',
  // One conversation in each folder of a session, so that it is found again by its name.
  args: ['acp', '--no-prefix-cwd', '--session', 'agent:main:openace'],
  versionArgs: ['--version'],
  env: [
    { name: 'OPENCLAW_HOME', value: '{home}' },
    { name: 'OPENCLAW_STATE_DIR', value: '{home}' },
    { name: 'OPENCLAW_CONFIG_PATH', value: '{config}' },
    { name: 'OPENCLAW_GATEWAY_PORT', value: '{port}' },
    { name: 'OPENCLAW_NO_AUTO_UPDATE', value: '1' },
    { name: 'OPENCLAW_NO_RESPAWN', value: '1' },
    { name: 'OPENCLAW_DISABLE_BONJOUR', value: '1' },
    { name: 'OPENCLAW_SKIP_CHANNELS', value: '1' },
    { name: 'OPENCLAW_EXEC_SHELL_SNAPSHOT', value: '0' },
    { name: 'OPENCLAW_HIDE_BANNER', value: '1' },
    { name: 'OPENCLAW_SUPPRESS_NOTES', value: '1' },
    { name: 'XDG_CACHE_HOME', value: '{home}/cache' },
    { name: 'npm_config_cache', value: '{home}/cache/npm' },
  ],
  config: '',
  beside: { args: ['gateway', 'run', '--port', '{port}'] },
  vendor: 'openai',
  model: '{model}',
  needsModel: true,
  authMethod: '',
  modes: (['plan', 'ask', 'auto-edit', 'full-auto'] as const).map((mode) => ({ mode, id: '', config: configFor(mode) })),
  tested: { from: '2026.9.6', below: '2026.10.0' },
  node: '24.16 or later, or 26.1 or later',
  package: 'openclaw',
  caveat: '',
};
