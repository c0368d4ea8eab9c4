import type { AcpAgent } from './acp-agent.ts';

const looking = { read: 'allow', list: 'allow', glob: 'allow', grep: 'allow', todowrite: 'allow', todoread: 'allow' };

/** What OpenCode may do in each mode; of several that fit a tool, the last one holds. */
const openCodePermissions = {
  plan: { '*': 'deny', ...looking },
  ask: { '*': 'ask', ...looking },
  'auto-edit': { '*': 'ask', ...looking, edit: 'allow' },
  'full-auto': { '*': 'allow' },
};

const openCodeConfig = (mode: keyof typeof openCodePermissions): string =>
  JSON.stringify({
    provider: {
      openace: {
        npm: '@ai-sdk/openai-compatible',
        name: 'Open ACE',
        options: { baseURL: '{gatewayV1}', apiKey: '{token}' },
        models: { '{model}': {} },
      },
    },
    enabled_providers: ['openace'],
    model: 'openace/{model}',
    small_model: 'openace/{model}',
    permission: openCodePermissions[mode],
    // Open ACE has titles of its own, without a call.
    agent: { title: { disable: true } },
    // What is denied is told to the model, as the other CLIs do, in place of ending the turn.
    experimental: { continue_loop_on_deny: true },
    share: 'disabled',
    autoupdate: false,
  });

const openCode: AcpAgent = {
  id: 'opencode',
  name: 'OpenCode',
  program: 'opencode',
  args: ['acp'],
  versionArgs: ['--version'],
  env: [
    { name: 'OPENCODE_CONFIG', value: '{config}' },
    // What a repository brings could lead elsewhere, and plugins run in the process that holds the token.
    { name: 'OPENCODE_DISABLE_PROJECT_CONFIG', value: '1' },
    { name: 'OPENCODE_PURE', value: '1' },
    { name: 'OPENCODE_DISABLE_MODELS_FETCH', value: '1' },
    { name: 'OPENCODE_DISABLE_AUTOUPDATE', value: '1' },
    { name: 'OPENCODE_DISABLE_SHARE', value: '1' },
  ],
  config: '',
  beside: null,
  vendor: 'openai',
  model: 'openace/{model}',
  needsModel: true,
  authMethod: '',
  modes: [
    { mode: 'plan', id: 'plan', config: openCodeConfig('plan') },
    { mode: 'ask', id: 'build', config: openCodeConfig('ask') },
    { mode: 'auto-edit', id: 'build', config: openCodeConfig('auto-edit') },
    { mode: 'full-auto', id: 'build', config: openCodeConfig('full-auto') },
  ],
  tested: { from: '1.18.33', below: '2.0.0' },
  package: 'opencode-ai',
  node: '',
  caveat: '',
};

const gemini: AcpAgent = {
  id: 'gemini',
  name: 'Gemini CLI',
  program: 'gemini',
  args: ['--acp'],
  versionArgs: ['--version'],
  env: [
    { name: 'GEMINI_API_KEY', value: '{token}' },
    { name: 'GOOGLE_GEMINI_BASE_URL', value: '{gateway}' },
    { name: 'GEMINI_CLI_SYSTEM_SETTINGS_PATH', value: '{config}' },
    { name: 'GEMINI_CLI_NO_RELAUNCH', value: '1' },
    // A folder that it trusts may start programs and name a proxy (.gemini/settings.json, .gemini/.env): they would learn the token.
    { name: 'GEMINI_CLI_TRUST_WORKSPACE', value: 'false' },
  ],
  config: JSON.stringify({
    general: { enableAutoUpdate: false, disableAutoUpdate: true, disableUpdateNag: true },
    security: {
      auth: { selectedType: 'gemini-api-key', enforcedType: 'gemini-api-key' },
      environmentVariableRedaction: { enabled: true },
    },
    privacy: { usageStatisticsEnabled: false },
    telemetry: { enabled: false },
  }),
  beside: null,
  vendor: 'google',
  model: '{model}',
  needsModel: true,
  authMethod: 'gemini-api-key',
  modes: [
    { mode: 'plan', id: 'plan' },
    // The two others it has in folders alone that it trusts.
    { mode: 'ask', id: 'default' },
  ],
  tested: { from: '0.61.0', below: '1.0.0' },
  package: '@google/gemini-cli',
  node: '20 or later',
  caveat: '',
};

/** Agents whose configuration was tried with the real program: an administrator adds one as it is, or begins an own one from it. */
export const acpPresets: readonly AcpAgent[] = [openCode, gemini];
