import type { PermissionMode } from '@open-ace/contracts/tools';
import { type Fields, fields, text } from '../stream-json/fields.ts';

interface CodexMode {
  /** When Codex asks; its words in 0.169 are `untrusted`, `on-request` and `never`. */
  readonly approvalPolicy: string;
  /** What a command may touch, as a thread takes it ... */
  readonly sandbox: string;
  /** ... and as its settings name it. */
  readonly sandboxPolicy: { readonly type: string; readonly [key: string]: unknown };
  /** Codex's instructions for the model: to plan, or to do. */
  readonly collaboration: 'plan' | 'default';
}

const workspace = {
  type: 'workspaceWrite',
  writableRoots: [],
  networkAccess: false,
  excludeTmpdirEnvVar: false,
  excludeSlashTmp: false,
};

/**
 * | mode      | asks                                                   | may do without asking                                    |
 * | --------- | ------------------------------------------------------ | -------------------------------------------------------- |
 * | plan      | never                                                  | read, and run commands that change nothing (no network)  |
 * | ask       | for every command that is not plain reading, each edit | read                                                     |
 * | auto-edit | to leave the sandbox                                   | edit and run commands in the project and /tmp, no network |
 * | full-auto | never                                                  | everything                                               |
 *
 * In `ask` a command that was allowed runs in the sandbox first, and outside where the sandbox stops it. Where the sandbox cannot start,
 * commands fail in all modes but `full-auto`.
 */
export const modes: Record<PermissionMode, CodexMode> = {
  plan: {
    approvalPolicy: 'never',
    sandbox: 'read-only',
    sandboxPolicy: { type: 'readOnly', networkAccess: false },
    collaboration: 'plan',
  },
  ask: { approvalPolicy: 'untrusted', sandbox: 'workspace-write', sandboxPolicy: workspace, collaboration: 'default' },
  'auto-edit': { approvalPolicy: 'on-request', sandbox: 'workspace-write', sandboxPolicy: workspace, collaboration: 'default' },
  'full-auto': {
    approvalPolicy: 'never',
    sandbox: 'danger-full-access',
    sandboxPolicy: { type: 'dangerFullAccess' },
    collaboration: 'default',
  },
};

/** Whether a thread is what was asked for: rules of the machine's administrator stand above both the person's settings and ours. */
export function isInMode(thread: Fields, mode: PermissionMode): boolean {
  const { approvalPolicy, sandboxPolicy } = modes[mode];
  return (
    thread.approvalPolicy === approvalPolicy &&
    thread.approvalsReviewer === 'user' &&
    text(fields(thread.sandbox ?? thread.sandboxPolicy).type) === sandboxPolicy.type
  );
}
