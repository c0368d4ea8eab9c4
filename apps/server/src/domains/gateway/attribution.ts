import type { IncomingHttpHeaders } from 'node:http';
import type { ToolId } from '@open-ace/contracts/tools';

/** How CLIs name themselves: Claude Code 2.1, Codex 0.169, Qwen Code 0.24, OpenClaw 2026.9. */
const agents: [RegExp, ToolId][] = [
  [/^claude-cli\//, 'claude-code'],
  [/^codex[_-]/i, 'codex'],
  [/^QwenCode\//i, 'qwen-code'],
  [/^openclaw\//i, 'openclaw'],
];

/** Whatever is no CLI that we know: a person's own program. */
const OWN_PROGRAM = 'api';

export interface Attribution {
  tool: string;
  toolSessionId: string;
}

const textOf = (value: string | string[] | undefined): string => (typeof value === 'string' && value.length <= 100 ? value : '');

/**
 * Which tool a call with a personal token comes from, so that what its own log tells of the same request is not counted again. Nobody
 * gains by a wrong word here: the call is metered and paid by the same person.
 */
export function attributionOf(headers: IncomingHttpHeaders): Attribution {
  const agent = headers['user-agent'] ?? '';
  const [, tool] = agents.find(([pattern]) => pattern.test(agent)) ?? [];
  return {
    tool: tool ?? OWN_PROGRAM,
    toolSessionId: tool ? textOf(headers['x-claude-code-session-id']) || textOf(headers['session-id']) || textOf(headers.session_id) : '',
  };
}
