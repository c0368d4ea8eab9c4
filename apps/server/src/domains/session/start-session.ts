import { randomUUID } from 'node:crypto';
import { MachineTool } from '@open-ace/contracts/machine';
import type { CreateSession, ForkSession } from '@open-ace/contracts/session';
import type { Image } from '@open-ace/contracts/session-events';
import { isBuiltIn, PermissionMode, toolName, toolPackages } from '@open-ace/contracts/tools';
import { z } from 'zod';
import { defineCommand, queueCommand } from '#domains/command';
import { issueProxyToken } from '#domains/gateway';
import { findAcpAgent, type MachineRow, requireUsableMachine, toolDefaultOf } from '#domains/machine';
import { audit } from '#platform/audit/audit';
import type { Ctx, UserCtx } from '#platform/context';
import type { Scope } from '#platform/db/scope';
import { afterTx, inTx, type Tx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { newId } from '#platform/ids';
import { appendEvents } from './append-events.ts';
import { auditedSession } from './audited-session.ts';
import { permissionRules, runs, type SessionRow, sessions, tagsOf } from './repository.ts';

function requireTool(machine: MachineRow, { tool, permissionMode }: { tool: string; permissionMode: PermissionMode }): void {
  const found = z
    .array(MachineTool)
    .parse(machine.tools)
    .find((candidate) => candidate.tool === tool);
  const name = found?.name || toolName(tool);
  if (!found) {
    const how = isBuiltIn(tool)
      ? `Run there: npm install -g ${toolPackages[tool].name}@${toolPackages[tool].version}`
      : 'Install it there.';
    throw new AppError('PRECONDITION', `${name} is not installed on ${machine.name}. ${how}`, { reason: 'tool_missing' });
  }
  if (found.modes.length === 0 || found.problem !== '') {
    const why = found.problem || `The agent on ${machine.name} cannot start ${name}. Update it.`;
    throw new AppError('PRECONDITION', why, { reason: 'tool_not_driven' });
  }
  if (!found.modes.includes(permissionMode)) {
    const modes = found.modes.join(', ');
    throw new AppError('PRECONDITION', `${name} has no mode like "${permissionMode}". Choose one of: ${modes}.`, {
      reason: 'mode_not_offered',
    });
  }
  if (found.withheldModes.some(({ mode }) => mode === permissionMode)) {
    throw new AppError(
      'PRECONDITION',
      `The agent on ${machine.name} runs as root, where ${name} refuses to work without asking. Set IS_SANDBOX=1 for the agent if the machine is a sandbox.`,
      {
        reason: 'root_without_sandbox',
      },
    );
  }
}

const vendors = { 'claude-code': 'anthropic', 'qwen-code': 'openai', codex: 'openai', openclaw: 'openai' } as const;

/** The door that the calls of a tool go through. */
async function vendorOf(scope: Scope, tool: string): Promise<'anthropic' | 'openai' | 'google'> {
  if (isBuiltIn(tool)) return vendors[tool];
  const added = await findAcpAgent(scope, tool);
  if (added) return added.vendor;
  throw new AppError('PRECONDITION', `${tool} was removed from the agents that can be used. An administrator can add it again.`, {
    reason: 'tool_missing',
  });
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

interface Start {
  /** Where the CLI's own session left off. */
  resume: boolean;
  forkOf?: string | null;
  message?: { text: string; images: Image[] } | undefined;
}

/** Tells the machine to start the session's process. Answers the id of its first message, '' without one. */
export async function queueStart(tx: Tx<Ctx>, session: SessionRow, { resume, forkOf = null, message }: Start): Promise<string> {
  const messageId = message ? newId() : '';
  await queueCommand(tx, {
    machineId: session.machineId,
    sessionId: session.id,
    body: {
      kind: 'session.start',
      sessionId: session.id,
      tool: session.tool,
      cwd: session.cwd,
      model: session.model,
      permissionMode: PermissionMode.parse(session.permissionMode),
      toolSessionId: session.toolSessionId ?? randomUUID(),
      resume,
      forkOf,
      allowedRules: await permissionRules(tx, session.userId).of(session),
      args: (await toolDefaultOf(tx, session.machineId, session.tool))?.args ?? [],
      message: message ? { messageId, ...message } : null,
      gateway: null,
    },
  });
  return messageId;
}

function messageOf({ message = '', images }: CreateSession): Start['message'] {
  return message === '' && images.length === 0 ? undefined : { text: message, images };
}

export async function createSession(ctx: UserCtx, input: CreateSession): Promise<{ id: string }> {
  requireFolder(input.cwd);
  const machine = await requireUsableMachine(ctx, input.machineId);
  const usual = await toolDefaultOf(ctx, machine.id, input.tool);
  const permissionMode = input.permissionMode ?? usual?.permissionMode ?? 'ask';
  requireTool(machine, { tool: input.tool, permissionMode });
  const now = new Date(ctx.clock.now());
  return inTx(ctx, async (tx) => {
    const session = await sessions(tx).create({
      id: newId(),
      userId: ctx.actor.userId,
      machineId: machine.id,
      tool: input.tool,
      title: titleOf(input),
      cwd: input.cwd,
      model: input.model || usual?.model || '',
      permissionMode,
      status: 'starting',
      toolSessionId: input.toolSessionId ?? randomUUID(),
      tags: [],
      createdAt: now,
      updatedAt: now,
      lastActivityAt: now,
    });
    await queueStart(tx, session, { resume: input.toolSessionId !== undefined, message: messageOf(input) });
    await audit(tx, auditedSession, { action: 'session.create', after: session });
    afterTx(tx, () => tx.events.emit('session.changed', { tenantId: tx.tenantId, sessionId: session.id, userId: session.userId }));
    return { id: session.id };
  });
}

/** A new session of the caller's that begins with a copy of another one's conversation, which stays as it is. */
export async function forkSession(ctx: UserCtx, { sessionId, title }: ForkSession): Promise<{ id: string }> {
  const origin = await sessions(ctx).require(sessionId);
  const machine = await requireUsableMachine(ctx, origin.machineId);
  const permissionMode = PermissionMode.parse(origin.permissionMode);
  requireTool(machine, { tool: origin.tool, permissionMode });
  if (!origin.toolSessionId || (await runs(ctx, sessionId).count()) === 0)
    throw new AppError('PRECONDITION', 'There is no conversation to begin with yet. Send a message first.', { reason: 'nothing_to_fork' });
  const { toolSessionId, machineId, tool, cwd, model } = origin;
  const now = new Date(ctx.clock.now());
  return inTx(ctx, async (tx) => {
    const fork = await sessions(tx).create({
      id: newId(),
      userId: ctx.actor.userId,
      machineId,
      tool,
      title: title ?? origin.title,
      cwd,
      model,
      permissionMode,
      status: 'starting',
      toolSessionId: randomUUID(),
      tags: tagsOf(origin),
      forkedFromId: sessionId,
      createdAt: now,
      updatedAt: now,
      lastActivityAt: now,
    });
    await queueStart(tx, fork, { resume: false, forkOf: toolSessionId });
    await audit(tx, auditedSession, { action: 'session.fork', after: fork });
    afterTx(tx, () => tx.events.emit('session.changed', { tenantId: tx.tenantId, sessionId: fork.id, userId: fork.userId }));
    return { id: fork.id };
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
        vendor: await vendorOf(tx, session.tool),
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
