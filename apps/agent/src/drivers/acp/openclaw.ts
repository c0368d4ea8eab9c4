import type { AcpAgent } from '@open-ace/contracts/acp-agent';
import type { PermissionMode } from '@open-ace/contracts/tools';

/** Of tools of its own, those that each mode is held to: it asks for commands alone, never for what it does to files. */
const limits: Record<PermissionMode, { readonly deny: readonly string[]; readonly exec: object }> = {
  plan: { deny: ['write', 'edit', 'apply_patch', 'exec', 'process'], exec: { security: 'deny', ask: 'always' } },
  ask: { deny: ['write', 'edit', 'apply_patch'], exec: { security: 'allowlist', ask: 'always' } },
  'auto-edit': { deny: [], exec: { security: 'allowlist', ask: 'always' } },
  'full-auto': { deny: [], exec: { security: 'full', ask: 'off' } },
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
    tools: { deny: limits[mode].deny, exec: { host: 'gateway', notifyOnExit: false, ...limits[mode].exec }, elevated: { enabled: false } },
    commands: { native: false, restart: false, config: false, debug: false, bash: false },
    cron: { enabled: false },
    discovery: { mdns: { mode: 'off' } },
    update: { checkOnStart: false },
    logging: { file: '{home}/openclaw.log' },
  });

export const openclaw: AcpAgent = {
  id: 'openclaw',
  name: 'OpenClaw',
  program: 'openclaw',
  args: ['acp', '--no-prefix-cwd'],
  versionArgs: ['--version'],
  env: [
    { name: 'OPENCLAW_STATE_DIR', value: '{home}' },
    { name: 'OPENCLAW_CONFIG_PATH', value: '{config}' },
    { name: 'OPENCLAW_GATEWAY_PORT', value: '{port}' },
    { name: 'OPENCLAW_NO_AUTO_UPDATE', value: '1' },
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
