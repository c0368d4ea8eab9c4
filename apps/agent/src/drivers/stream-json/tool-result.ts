import type { SessionEvent, ToolStatus } from '@open-ace/contracts/session-events';
import { withoutMiddle } from '../../text.ts';
import { type Fields, fields, list, text } from './fields.ts';
import { diffOf } from './unified-diff.ts';

type ToolResult = Extract<SessionEvent, { type: 'tool_result' }>;

const mostOutput = 100_000;

/** A tool at work. */
export interface OpenTool {
  /** The CLI's own. */
  readonly id: string;
  /** The same, bounded, as the events have it. */
  readonly callId: string;
  readonly name: string;
  readonly input: Fields;
  /** Epoch milliseconds; moved to the moment of the permission where one was asked for. */
  startedAt: number;
  /** The person, or a rule of theirs, said no. */
  isDenied?: boolean;
}

interface Surroundings {
  readonly cwd: string;
  readonly now: number;
  /** The turn is being interrupted: what is refused now was stopped, not denied. */
  readonly isInterrupted: boolean;
}

/** The end of a tool as the CLI tells it: the `tool_result` block, and what the message says beside it. */
export function toolResult(tool: OpenTool, block: Fields, message: Fields, around: Surroundings): ToolResult {
  const meta = list(message.tool_result_meta)
    .map(fields)
    .find(({ id }) => id === tool.id);
  const status = statusOf(tool, block, meta ?? {}, around.isInterrupted);
  const output = contentOf(block.content);
  return {
    type: 'tool_result',
    toolCallId: tool.callId,
    status,
    output: withoutMiddle(output, mostOutput),
    durationMs: Math.max(0, around.now - tool.startedAt),
    exitCode: exitCodeOf(tool.name, status, output),
    diff: status === 'done' ? diffOf(tool.name, tool.input, fields(message.tool_use_result), around.cwd) : '',
  };
}

/** A tool whose end nobody told. */
export function cancelled(tool: OpenTool, now: number): ToolResult {
  const durationMs = Math.max(0, now - tool.startedAt);
  return { type: 'tool_result', toolCallId: tool.callId, status: 'cancelled', output: '', durationMs, exitCode: null, diff: '' };
}

function statusOf(tool: OpenTool, block: Fields, meta: Fields, isInterrupted: boolean): ToolStatus {
  if (block.is_error !== true) return 'done';
  if (tool.isDenied) return 'denied';
  if (isInterrupted) return 'cancelled';
  return fields(meta.permission_decision).decision === 'reject' ? 'denied' : 'failed';
}

/** Text, or blocks of it; of an image or any other thing only its kind is told. */
function contentOf(content: unknown): string {
  if (typeof content === 'string') return content;
  return list(content)
    .map(fields)
    .map((block) => (block.type === 'text' ? text(block.text) : `[${text(block.type) || 'something'}]`))
    .join('\n');
}

function exitCodeOf(name: string, status: ToolStatus, output: string): number | null {
  if (name !== 'Bash') return null;
  if (status === 'done') return 0;
  const [, code] = /^Exit code (\d+)/.exec(output) ?? [];
  return status === 'failed' && code !== undefined ? Number(code) : null;
}
