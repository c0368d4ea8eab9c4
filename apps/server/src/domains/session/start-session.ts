import { randomUUID } from 'node:crypto';
import { MachineTool } from '@open-ace/contracts/machine';
import type { CreateSession } from '@open-ace/contracts/session';
import { type ToolId, toolNames } from '@open-ace/contracts/tools';
import { z } from 'zod';
import { defineCommand, queueCommand } from '#domains/command';
import { issueProxyToken } from '#domains/gateway';
import { type MachineRow, requireUsableMachine } from '#domains/machine';
import { audit } from '#platform/audit/audit';
import type { Ctx, UserCtx } from '#platform/context';
import { afterTx, inTx, type Tx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { newId } from '#platform/ids';
import { appendEvents } from './append-events.ts';
import { auditedSession } from './audited-session.ts';
import { type SessionRow, sessions } from './repository.ts';

/** The package that installs each tool, for whoever misses it. */
const packages: Record<ToolId, string> = {
  'claude-code': '@anthropic-ai/claude-code',
  'qwen-code': '@qwen-code/qwen-code',
  codex: '@openai/codex',
  openclaw: 'openclaw',
};
/** Tools that agents have a driver for. */
const driven: ToolId[] = ['claude-code'];

function requireTool(machine: MachineRow, { tool, permissionMode }: Pick<CreateSession, 'tool' | 'permissionMode'>): void {
  if (!driven.includes(tool))
    throw new AppError('PRECONDITION', `Sessions with ${toolNames[tool]} cannot be started yet.`, { reason: 'tool_not_driven' });
  const found = z
    .array(MachineTool)
    .parse(machine.tools)
    .find((candidate) => candidate.tool === tool);
  if (!found) {
    throw new AppError(
      'PRECONDITION',
      `${toolNames[tool]} is not installed on ${machine.name}. Run there: npm install -g ${packages[tool]}`,
      { reason: 'tool_missing' },
    );
  }
  if (found.withheldModes.some(({ mode }) => mode === permissionMode)) {
    throw new AppError(
      'PRECONDITION',
      `The agent on ${machine.name} runs as root, where ${toolNames[tool]} refuses to work without asking. Set IS_SANDBOX=1 for the agent if the machine is a sandbox.`,
      {
        reason: 'root_without_sandbox',
      },
    );
  }
}

const TITLE_LENGTH = 80;

function titleOf({ title, message, cwd }: CreateSession): string {
  if (title) return title;
  const words =
    (message ?? '')
      .split('\n')[0]
      ?.replace(/[\p{Cc}]/gu, ' ')
      .trim() ?? '';
  if (words) return words.length > TITLE_LENGTH ? `${words.slice(0, TITLE_LENGTH - 1)}…` : words;
  return cwd.split(/[\\/]/).filter(Boolean).at(-1)?.slice(0, TITLE_LENGTH) || cwd.slice(0, TITLE_LENGTH);
}

function requireFolder(cwd: string): void {
  const absolute = /^(\/|~$|~\/|[A-Za-z]:[\\/])/.test(cwd);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (absolute && !/[\u0000-\u001f\u007f]/.test(cwd)) return;
  const message = 'Give an absolute path, or one that begins with ~/.';
  throw new AppError('INVALID', message, { reason: 'invalid_input', fields: { cwd: message } });
}

/** Tells the machine to start the session's process: anew, or where the CLI's own session left off. */
export async function queueStart(tx: Tx<Ctx>, session: SessionRow, resume: boolean, text: string | undefined): Promise<string | null> {
  const messageId = text === undefined ? null : newId();
  await queueCommand(tx, {
    machineId: session.machineId,
    sessionId: session.id,
    body: {
      kind: 'session.start',
      sessionId: session.id,
      tool: session.tool as ToolId,
      cwd: session.cwd,
      model: session.model,
      permissionMode: session.permissionMode as CreateSession['permissionMode'],
      toolSessionId: session.toolSessionId ?? randomUUID(),
      resume,
      allowedRules: z.array(z.string()).parse(session.allowedRules),
      message: messageId === null || text === undefined ? null : { messageId, text },
      gateway: null,
    },
  });
  return messageId;
}

export async function createSession(ctx: UserCtx, input: CreateSession): Promise<{ id: string }> {
  requireFolder(input.cwd);
  const machine = await requireUsableMachine(ctx, input.machineId);
  requireTool(machine, input);
  const now = new Date(ctx.clock.now());
  return inTx(ctx, async (tx) => {
    const session = await sessions(tx).create({
      id: newId(),
      userId: ctx.actor.userId,
      machineId: machine.id,
      tool: input.tool,
      title: titleOf(input),
      cwd: input.cwd,
      model: input.model ?? '',
      permissionMode: input.permissionMode,
      status: 'starting',
      toolSessionId: randomUUID(),
      allowedRules: [],
      createdAt: now,
      updatedAt: now,
      lastActivityAt: now,
    });
    await queueStart(tx, session, false, input.message);
    await audit(tx, auditedSession, { action: 'session.create', after: session });
    afterTx(tx, () => tx.events.emit('session.changed', { tenantId: tx.tenantId, sessionId: session.id, userId: session.userId }));
    return { id: session.id };
  });
}

/** A session's calls go through the gateway under a token of their own, made when the command is handed over and dead when the process ends. */
defineCommand('session.start', {
  async prepare(ctx, body) {
    return inTx(ctx, async (tx) => {
      const session = await sessions(tx).require(body.sessionId);
      // Earlier ones are left: a start that is handed over twice may run already under the first. They end with the process.
      const token = await issueProxyToken(tx, {
        tenantId: tx.tenantId,
        userId: session.userId,
        machineId: session.machineId,
        sessionId: session.id,
        vendor: 'anthropic',
      });
      return { ...body, gateway: { path: '/llm', token } };
    });
  },
  async finished(tx, command, body) {
    if (command.status === 'done') return;
    const session = await sessions(tx).lock(body.sessionId, command.machineId);
    if (!session) return;
    const message = command.error || 'The machine could not start the session.';
    await appendEvents(tx, session, [{ at: tx.clock.now(), event: { type: 'process_ended', reason: 'failed', exitCode: null, message } }]);
  },
});
