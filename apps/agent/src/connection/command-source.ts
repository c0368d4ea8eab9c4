import type { AgentCommand } from '@open-ace/contracts/command';
import type { Trust } from '../config.ts';
import type { Credential } from '../state/credential.ts';
import type { Api } from './client.ts';
import type { Fault } from './fault.ts';

/** Where commands come from once the server has said welcome, by whichever way. */
export interface CommandSource {
  readonly credential: Credential;
  readonly trust: Trust;
  /** Calls over HTTP. */
  readonly api: Api;
  readonly instanceId: string;
  /** Commands come from now on. */
  readonly onReady: () => void;
  readonly onCommand: (command: AgentCommand) => void;
  /** Nothing comes any more, and why. */
  readonly onEnd: (fault: Fault) => void;
}
