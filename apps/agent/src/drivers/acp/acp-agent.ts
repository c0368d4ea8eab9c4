import type { PermissionMode } from '@open-ace/contracts/tools';

/**
 * An agent that speaks ACP over stdio, as configuration alone. In the values of `env`, in `config` and in the arguments stand
 *
 * - `{gateway}`, `{gatewayV1}`, `{token}`: where the session's LLM calls go, without and with `/v1`, and with which token;
 * - `{model}`: the model in the agent's own words, see `model`;
 * - `{cwd}`: the session's folder;
 * - `{config}`: the path of a private file with the content of `config`;
 * - `{home}`: a private folder for what the agent keeps, found again when the session is gone on with;
 * - `{port}`, `{secret}`: for `beside`, a free port of this machine and a secret of this session.
 */
export interface AcpAgent {
  readonly id: string;
  /** For sentences. */
  readonly name: string;
  /** As it is called on PATH. */
  readonly program: string;
  readonly args: readonly string[];
  readonly versionArgs: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  /** Content of its configuration file; '' for none. */
  readonly config: string;
  /** Another process of the same program that runs as long as the session and listens on `{port}`; null for none. */
  readonly beside: { readonly args: readonly string[] } | null;
  /** Which of the gateway's protocols it speaks. */
  readonly vendor: 'anthropic' | 'openai' | 'google';
  /** Its word for a model that the gateway calls `{model}`. */
  readonly model: string;
  /** It cannot be started without a model. */
  readonly needsModel: boolean;
  /** How it is told that its credentials are in its environment; '' where it need not be told. */
  readonly authMethod: string;
  /** Only those that it can honour. */
  readonly modes: readonly AcpMode[];
  readonly tested: { readonly from: string; readonly below: string };
  /** The versions of Node that it runs on, in words; '' where it needs none. */
  readonly node: string;
  /** Why the settings of a person or a repository can lead its calls around the gateway; '' where they cannot. */
  readonly caveat: string;
}

interface AcpMode {
  readonly mode: PermissionMode;
  /** The agent's own id of it; '' where its configuration alone makes it so. */
  readonly id: string;
  /** In the place of the agent's `config`: it is started again to change to this mode. */
  readonly config?: string;
}
