import { z } from 'zod';
import { Line } from './common.ts';
import { BuiltInTool, PermissionMode, ToolId } from './tools.ts';

/** Stand in templates of an agent for what a session has; see docs/tools.md. */
export const acpPlaceholders = ['gateway', 'gatewayV1', 'token', 'model', 'cwd', 'config', 'home', 'port', 'secret'] as const;

const hasSecret = (template: string) => /\{(token|secret)\}/.test(template);

const Arguments = z
  .array(
    z
      .string()
      .max(500)
      .refine(
        (argument) => !hasSecret(argument),
        'Everybody on the machine can read arguments: put {token} and {secret} into the environment.',
      ),
  )
  .max(30);

const EnvironmentVariable = z.object({
  name: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/, 'Give a name such as OPENAI_BASE_URL.'),
  value: z.string().max(4000),
});

const ConfigFile = z.string().max(20_000);

const Version = z.string().regex(/^(\d+\.\d+\.\d+[\w.+-]{0,40})?$/, 'Give a full version such as 1.2.3.');

const AcpMode = z.object({
  mode: PermissionMode,
  /** The agent's own id of it; '' where its configuration alone makes it so. */
  id: z.string().trim().max(100),
  /** In the place of the agent's `config`: it is started again to change to this mode. */
  config: ConfigFile.optional(),
});

/**
 * An agent that speaks ACP over stdio, as configuration alone. In the values of `env`, in `config` and in the arguments stand
 *
 * - `{gateway}`, `{gatewayV1}`, `{token}`: where the session's LLM calls go, without and with `/v1`, and with which token;
 * - `{model}`: the model as the gateway calls it;
 * - `{cwd}`: the session's folder;
 * - `{config}`: the path of a private file with the content of `config`;
 * - `{home}`: a private folder for what the agent keeps, found again when the session is gone on with;
 * - `{port}`, `{secret}`: for `beside`, a free port of this machine and a secret of this session.
 */
export const AcpAgent = z.object({
  id: ToolId,
  /** For sentences. */
  name: Line(60),
  /** As it is called on PATH. */
  program: z.string().regex(/^[A-Za-z0-9][\w.-]{0,99}$/, 'Give the bare name of a program, as it is found on PATH.'),
  args: Arguments,
  versionArgs: Arguments,
  env: z.array(EnvironmentVariable).max(50),
  /** Content of its configuration file; '' for none. */
  config: ConfigFile,
  /** Another process of the same program that runs as long as the session and listens on `{port}`; null for none. */
  beside: z.object({ args: Arguments }).nullable(),
  /** Which of the gateway's protocols it speaks. */
  vendor: z.enum(['anthropic', 'openai', 'google']),
  /** Its word for a model that the gateway calls `{model}`, where it lets one be chosen over ACP. */
  model: z.string().trim().max(200),
  /** It cannot be started without a model. */
  needsModel: z.boolean(),
  /** How it is told that its credentials are in its environment; '' where it need not be told. */
  authMethod: z.string().trim().max(100),
  /** Only those that it can honour. */
  modes: z
    .array(AcpMode)
    .min(1, 'Give at least one permission mode.')
    .max(4)
    .refine((modes) => new Set(modes.map(({ mode }) => mode)).size === modes.length, 'Give each mode once.'),
  /** Versions that it was tested with; '' where nobody has. */
  tested: z.object({ from: Version, below: Version }),
  /** The npm package that installs it, in the version `from`; '' where it comes from elsewhere. */
  package: z.string().regex(/^((@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]{0,100})?$/, 'Give the name of an npm package.'),
  /** The versions of Node that it runs on, in words; '' where it needs none. */
  node: z.string().trim().max(100),
  /** Why the settings of a person or a repository can lead its calls around the gateway; '' where they cannot. */
  caveat: z.string().trim().max(500),
});
export type AcpAgent = z.infer<typeof AcpAgent>;

/** One that an administrator sets; its id is that of none of the tools that come with Open ACE. */
export const SetAcpAgent = AcpAgent.refine(({ id }) => !BuiltInTool.safeParse(id).success, {
  path: ['id'],
  error: 'This is a tool that comes with Open ACE. Choose another id.',
}).refine(({ package: name, tested }) => name === '' || tested.from !== '', {
  path: ['tested'],
  error: 'Say which version of the package is installed.',
});
export const AcpAgents = z.object({ items: z.array(AcpAgent).max(50) });
export type AcpAgents = z.infer<typeof AcpAgents>;
export const RemoveAcpAgent = z.object({ id: ToolId });
export type RemoveAcpAgent = z.infer<typeof RemoveAcpAgent>;
