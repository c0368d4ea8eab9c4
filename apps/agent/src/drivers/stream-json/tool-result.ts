import type { SessionEvent, ToolStatus } from '@open-ace/contracts/session-events';
import { withoutMiddle } from '../../text.ts';
import { type Fields, fields, list } from './fields.ts';
import { resultContent } from './result-content.ts';
import { diffOf } from './unified-diff.ts';

type ToolResult = Extract<SessionEvent, { type: 'tool_result' }>;

const mostOutput = 100_000;

/** A tool at work. */
export interface OpenTool {
  /** The CLI's own. */
  readonly id: string;
  /** The same, bounded, as the events have it. */
  readonly callId: string;
  /** Claude Code's name of it. */
  readonly like: string;
  readonly input: Fields;
  /** Epoch milliseconds; moved to the moment of the permission where one was asked for. */
  startedAt: number;
  /** The person, or a rule of theirs, said no. */
  isDenied?: boolean;
  /** What it would change, as it was asked for. */
  proposed?: string;
}

interface Surroundings {
  readonly cwd: string;
  readonly now: number;
  /** The turn is being interrupted: what is refused now was stopped, not denied. */
  readonly isInterrupted: boolean;
  readonly detailsOf: (message: Fields, output: string) => Fields;
}

/** The end of a tool as the CLI tells it: the `tool_result` block, and what the message says beside it. */
export function toolResult(tool: OpenTool, block: Fields, message: Fields, around: Surroundings): ToolResult {
  const meta = list(message.tool_result_meta)
    .map(fields)
    .find(({ id }) => id === tool.id);
  const status = statusOf(tool, block, meta ?? {}, around.isInterrupted);
  const { output, images } = resultContent(block.content);
  return {
    type: 'tool_result',
    toolCallId: tool.callId,
    status,
    output: withoutMiddle(output, mostOutput),
    durationMs: Math.max(0, around.now - tool.startedAt),
    exitCode: exitCodeOf(tool.like, status, output),
    diff: status === 'done' ? diffOf(tool.like, tool.input, around.detailsOf(message, output), around.cwd) || (tool.proposed ?? '') : '',
    ...(images.length > 0 && { images }),
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

function exitCodeOf(like: string, status: ToolStatus, output: string): number | null {
  if (like !== 'Bash') return null;
  if (status === 'done') return 0;
  const [, code] = /^Exit code (\d+)/.exec(output) ?? /^Exit Code: (\d+)$/m.exec(output) ?? [];
  return status === 'failed' && code !== undefined ? Number(code) : null;
}
