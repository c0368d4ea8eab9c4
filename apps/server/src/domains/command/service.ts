import { setTimeout as sleep } from 'node:timers/promises';
import { type AgentCommand, CommandBody, type FollowCommands, type PolledCommands, type ReportCommand } from '@open-ace/contracts/command';
import { CommandProgress, type FollowCommand } from '@open-ace/contracts/machine';
import { tracked } from '@trpc/server';
import { MINUTE, SECOND } from '#platform/clock';
import type { AgentCtx, Ctx, Deps, UserCtx } from '#platform/context';
import { systemCtx } from '#platform/context';
import { systemScope } from '#platform/db/scope';
import { afterTx, inRawTx, inTx, type RawTx, type Tx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { eventQueue } from '#platform/event-queue';
import { newId } from '#platform/ids';
import type {} from './events.ts';
import { finished, hasEffects, prepare } from './kinds.ts';
import { type CommandRow, commands, readCommands, writeCommands } from './repository.ts';

interface NewCommand {
  machineId: string;
  sessionId?: string;
  body: CommandBody;
  /** Not begun until then: expired. */
  lifetimeMs?: number;
  /** Kept back until `releaseHeld`. */
  held?: boolean;
}

/** An end that was told to another replica is seen after this; later each time, or those who wait would keep a busy server busy. */
const FIRST_LOOK = SECOND;

/** Commands as they are committed. */
const committed = ({ database, tenantId }: Ctx) => readCommands({ db: database.rawReader, tenantId });

/** Queues what an agent is to do; it hears of it once the transaction is committed. */
export async function queueCommand(
  tx: RawTx<Ctx>,
  { machineId, sessionId, body, lifetimeMs = 10 * MINUTE, held = false }: NewCommand,
): Promise<string> {
  const id = newId();
  const now = tx.clock.now();
  await writeCommands(tx).create({
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
  const queue = eventQueue(ctx.events, 'command.queued', { machineId }, signal);
  const sent = new Set<string>();
  try {
    do {
      const fresh = (await committed(ctx).unfinishedOf(machineId)).filter(({ id }) => !sent.has(id));
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
  const unfinished = await committed(ctx).unfinishedOf(ctx.actor.machineId);
  const fresh = everything ? unfinished : unfinished.filter(({ status }) => status === 'pending');
  const ids = fresh.map(({ id }) => id);
  if (ids.length > 0) await inTx(ctx, (tx) => commands(tx).markDelivered(ids, new Date(tx.clock.now())));
  const items: AgentCommand[] = [];
  for (const row of fresh) {
    const body = await prepared(ctx, row);
    if (body) items.push({ id: row.id, body });
  }
  return { items };
}

/** Null for one that is of no use any more, such as the start of a session that was deleted: it must not hold up the others. */
async function prepared(ctx: AgentCtx, row: CommandRow): Promise<CommandBody | null> {
  try {
    return await prepare(ctx, bodyOf(row));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    await inTx(ctx, (tx) => endWithEffects(tx, row, { status: 'failed', error: error.message }));
    return null;
  }
}

interface Ending {
  status: string;
  result?: string | null;
  error: string | null;
}

type Command = Pick<CommandRow, 'id' | 'machineId'>;

/** Null where it had ended before. */
async function end(tx: RawTx<Ctx>, { id, machineId }: Command, ending: Ending): Promise<CommandRow | null> {
  const row = await writeCommands(tx).change({ id, machineId }, { ...ending, finishedAt: new Date(tx.clock.now()) });
  if (!row) return null;
  afterTx(tx, () => {
    tx.events.emit('command.finished', { commandId: id, machineId });
    tx.events.emit('command.progress', { commandId: id });
  });
  return row;
}

async function endWithEffects(tx: Tx<Ctx>, command: Command, ending: Ending): Promise<void> {
  const row = await end(tx, command, ending);
  if (row) await finished(tx, row, bodyOf(row));
}

export async function reportCommand(ctx: AgentCtx, { commandId, status, progress, result, error }: ReportCommand): Promise<void> {
  const command = await committed(ctx).requireOf(commandId, ctx.actor.machineId);
  if (status === 'started' || status === 'progress') {
    const change = status === 'started' ? { status, startedAt: new Date(ctx.clock.now()) } : { progress: progress ?? '' };
    await inRawTx(ctx, (tx) => writeCommands(tx).change(command, change));
    if (status === 'progress') ctx.events.emit('command.progress', { commandId });
    return;
  }
  const ending = { status, result: result ?? null, error: error ?? null };
  if (hasEffects(command.kind)) await inTx(ctx, (tx) => endWithEffects(tx, command, ending));
  else await inRawTx(ctx, (tx) => end(tx, command, ending));
}

/** How far a command of a machine is, until it has ended. */
export async function* followCommand(ctx: UserCtx, { machineId, commandId }: FollowCommand, signal: AbortSignal | undefined) {
  const moves = eventQueue(ctx.events, 'command.progress', { commandId }, signal, 1);
  try {
    for (;;) {
      const row = await committed(ctx).requireOf(commandId, machineId);
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
      endWithEffects(tx, row, { status: 'expired', error: 'The machine did not come for it in time.' }),
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

/** Has a machine do something for somebody who waits for its answer. Throws as `commandResult` does. */
export async function askMachine(ctx: Ctx, { machineId, body, ...patience }: Patience & Pick<NewCommand, 'machineId' | 'body'>) {
  const id = await inRawTx(ctx, (tx) => queueCommand(tx, { machineId, body, lifetimeMs: patience.endMs }));
  return commandResult(ctx, id, patience);
}

/**
 * The result of a command that was just queued, once its machine has reported it. Throws PRECONDITION when it failed, or took longer than
 * that.
 */
export async function commandResult(ctx: Ctx, id: string, { beginMs, endMs, signal }: Patience): Promise<string | null> {
  const within = (milliseconds: number) => AbortSignal.any([AbortSignal.timeout(milliseconds), ...(signal ? [signal] : [])]);
  const [begun, ended] = [within(beginMs), within(endMs)];
  const endings = eventQueue(ctx.events, 'command.finished', { commandId: id }, ended, 1);
  let late = begun;
  try {
    for (let look = FIRST_LOOK; ; look *= 2) {
      await Promise.race([endings.next(), sleep(look, null, { signal: late }).catch(() => null)]);
      const row = await committed(ctx).find(id);
      if (row?.status === 'done') return row.result;
      if (row?.finishedAt) throw new AppError('PRECONDITION', row.error || 'The machine could not do it.', { reason: 'command_failed' });
      if (row?.startedAt) late = ended;
      if (late.aborted)
        throw new AppError('PRECONDITION', 'The machine did not answer. Look whether it is online.', { reason: 'machine_silent' });
    }
  } finally {
    endings.stop();
  }
}
