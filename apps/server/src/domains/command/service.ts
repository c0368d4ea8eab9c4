import { type AgentCommand, CommandBody, type FollowCommands, type PolledCommands, type ReportCommand } from '@open-ace/contracts/command';
import { CommandProgress, type FollowCommand } from '@open-ace/contracts/machine';
import { tracked } from '@trpc/server';
import { MINUTE, SECOND } from '#platform/clock';
import type { AgentCtx, Ctx, Deps, UserCtx } from '#platform/context';
import { systemCtx } from '#platform/context';
import { systemScope } from '#platform/db/scope';
import { afterTx, inTx, type Tx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { eventQueue } from '#platform/event-queue';
import { newId } from '#platform/ids';
import type {} from './events.ts';
import { finished, prepare } from './kinds.ts';
import { type CommandRow, commands } from './repository.ts';

interface NewCommand {
  machineId: string;
  sessionId?: string;
  body: CommandBody;
  /** Not begun until then: expired. */
  lifetimeMs?: number;
  /** Kept back until `releaseHeld`. */
  held?: boolean;
}

/** A word that was lost between two looks costs no longer than this. */
const RECHECK = SECOND;

/** Queues what an agent is to do; it hears of it once the transaction is committed. */
export async function queueCommand(
  tx: Tx<Ctx>,
  { machineId, sessionId, body, lifetimeMs = 10 * MINUTE, held = false }: NewCommand,
): Promise<string> {
  const id = newId();
  const now = tx.clock.now();
  await commands(tx).create({
    id,
    machineId,
    sessionId: sessionId ?? null,
    kind: body.kind,
    payload: JSON.stringify(body),
    status: held ? 'held' : 'pending',
    createdAt: new Date(now),
    expiresAt: new Date(now + lifetimeMs),
  });
  afterTx(tx, () => tx.events.emit('command.queued', { machineId }));
  return id;
}

/** Hands over what was kept back for a session, in its order, behind whatever was queued meanwhile. */
export async function releaseHeld(tx: Tx<Ctx>, sessionId: string): Promise<void> {
  for (const { machineId, ...row } of await commands(tx).takeHeld(sessionId)) {
    await queueCommand(tx, { machineId, sessionId, body: CommandBody.parse(JSON.parse(row.payload)) });
  }
}

/** Forgets what was kept back for a session; answers it, for whoever has to say so. */
export async function dropHeld(tx: Tx<Ctx>, sessionId: string): Promise<CommandBody[]> {
  return (await commands(tx).takeHeld(sessionId)).map(bodyOf);
}

const bodyOf = (row: CommandRow): CommandBody => CommandBody.parse(JSON.parse(row.payload));

/** Every unfinished command of the machine, then each new one. Delivered at least once: the agent knows what it has begun. */
export async function* followCommands(ctx: AgentCtx, _input: FollowCommands, signal: AbortSignal | undefined) {
  const { machineId } = ctx.actor;
  const queue = eventQueue(ctx.events, 'command.queued', (event) => event.machineId === machineId, signal);
  const sent = new Set<string>();
  try {
    do {
      const fresh = (await commands(ctx).unfinishedOf(machineId)).filter(({ id }) => !sent.has(id));
      await markDelivered(ctx, fresh);
      for (const row of fresh) {
        sent.add(row.id);
        const body = await prepared(ctx, row);
        if (body) yield tracked(row.id, { id: row.id, body });
      }
    } while (await queue.next());
  } finally {
    queue.stop();
  }
}

/** What the machine is to do, once: without `everything`, only what was not handed over before. */
export async function pollCommands(ctx: AgentCtx, everything: boolean): Promise<PolledCommands> {
  const unfinished = await commands(ctx).unfinishedOf(ctx.actor.machineId);
  const fresh = everything ? unfinished : unfinished.filter(({ status }) => status === 'pending');
  await markDelivered(ctx, fresh);
  const items: AgentCommand[] = [];
  for (const row of fresh) {
    const body = await prepared(ctx, row);
    if (body) items.push({ id: row.id, body });
  }
  return { items };
}

async function markDelivered(ctx: AgentCtx, rows: readonly CommandRow[]): Promise<void> {
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0) await inTx(ctx, (tx) => commands(tx).markDelivered(ids, new Date(tx.clock.now())));
}

/** Null for one that is of no use any more, such as the start of a session that was deleted: it must not hold up the others. */
async function prepared(ctx: AgentCtx, row: CommandRow): Promise<CommandBody | null> {
  try {
    return await prepare(ctx, bodyOf(row));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    await inTx(ctx, (tx) => end(tx, row.id, { status: 'failed', error: error.message }));
    return null;
  }
}

async function end(tx: Tx<Ctx>, id: string, ending: { status: string; result?: string | null; error?: string | null }): Promise<void> {
  const row = await commands(tx).change(id, { ...ending, finishedAt: new Date(tx.clock.now()) });
  if (!row) return;
  await finished(tx, row, bodyOf(row));
  afterTx(tx, () => {
    tx.events.emit('command.finished', { commandId: row.id, machineId: row.machineId });
    tx.events.emit('command.progress', { commandId: row.id });
  });
}

export async function reportCommand(ctx: AgentCtx, { commandId, status, progress, result, error }: ReportCommand): Promise<void> {
  await inTx(ctx, async (tx) => {
    await commands(tx).requireOf(commandId, ctx.actor.machineId);
    if (status === 'started') await commands(tx).change(commandId, { status, startedAt: new Date(tx.clock.now()) });
    else if (status === 'progress') await tellProgress(tx, commandId, progress ?? '');
    else await end(tx, commandId, { status, result: result ?? null, error: error ?? null });
  });
}

async function tellProgress(tx: Tx<AgentCtx>, commandId: string, progress: string): Promise<void> {
  await commands(tx).change(commandId, { progress });
  afterTx(tx, () => tx.events.emit('command.progress', { commandId }));
}

/** How far a command of a machine is, until it has ended. */
export async function* followCommand(ctx: UserCtx, { machineId, commandId }: FollowCommand, signal: AbortSignal | undefined) {
  const isIt = (event: { commandId: string }) => event.commandId === commandId;
  const moves = eventQueue(ctx.events, 'command.progress', isIt, signal, 1);
  try {
    for (;;) {
      const row = await commands(ctx).requireOf(commandId, machineId);
      const { status, progress, error, finishedAt } = row;
      yield tracked(`${status} ${progress.length}`, CommandProgress.parse({ status, progress, error }));
      if (finishedAt || !(await moves.next())) return;
    }
  } finally {
    moves.stop();
  }
}

/** Ends what no agent came for. */
export async function expireCommands(deps: Deps): Promise<number> {
  const overdue = await commands(systemScope(deps, 'commands of every tenant expire')).overdue(new Date(deps.clock.now()));
  for (const row of overdue) {
    await inTx(systemCtx(deps, row.tenantId, 'command.expire'), (tx) =>
      end(tx, row.id, { status: 'expired', error: 'The machine did not come for it in time.' }),
    );
  }
  return overdue.length;
}

interface Patience {
  /** So long may it take until the machine has begun, and so long in all. */
  beginMs: number;
  endMs: number;
  /** Whoever waits does not any more. */
  signal?: AbortSignal | undefined;
}

/** The result of a command, once its machine has reported it. Throws PRECONDITION when it failed, or took longer than that. */
export async function commandResult(ctx: Ctx, id: string, { beginMs, endMs, signal }: Patience): Promise<string | null> {
  const within = (milliseconds: number) => AbortSignal.any([AbortSignal.timeout(milliseconds), ...(signal ? [signal] : [])]);
  const begun = within(beginMs);
  const ended = within(endMs);
  for (;;) {
    const row = await commands(ctx).find(id);
    if (row?.status === 'done') return row.result;
    if (row?.finishedAt) throw new AppError('PRECONDITION', row.error || 'The machine could not do it.', { reason: 'command_failed' });
    const late = row?.startedAt ? ended : begun;
    if (late.aborted)
      throw new AppError('PRECONDITION', 'The machine did not answer. Look whether it is online.', { reason: 'machine_silent' });
    await changeOf(ctx, id, late);
  }
}

/** Until the command changes or the signal comes; one that changed in between is not missed, since whoever waits looks first. */
async function changeOf(ctx: Ctx, id: string, signal: AbortSignal): Promise<void> {
  const waiting = AbortSignal.any([signal, AbortSignal.timeout(RECHECK)]);
  const queue = eventQueue(ctx.events, 'command.finished', ({ commandId }) => commandId === id, waiting, 1);
  await queue.next();
  queue.stop();
}
