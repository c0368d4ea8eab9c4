import { CommandBody, type FollowCommands, type ReportCommand } from '@open-ace/contracts/command';
import { tracked } from '@trpc/server';
import { MINUTE, SECOND } from '#platform/clock';
import type { AgentCtx, Ctx, Deps } from '#platform/context';
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
}

/** A word that was lost between two looks costs no longer than this. */
const RECHECK = SECOND;

/** Queues what an agent is to do; it hears of it once the transaction is committed. */
export async function queueCommand(tx: Tx<Ctx>, { machineId, sessionId, body, lifetimeMs = 10 * MINUTE }: NewCommand): Promise<string> {
  const id = newId();
  const now = tx.clock.now();
  await commands(tx).create({
    id,
    machineId,
    sessionId: sessionId ?? null,
    kind: body.kind,
    payload: JSON.stringify(body),
    status: 'pending',
    createdAt: new Date(now),
    expiresAt: new Date(now + lifetimeMs),
  });
  afterTx(tx, () => tx.events.emit('command.queued', { machineId }));
  return id;
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
      if (fresh.length > 0)
        await inTx(ctx, (tx) =>
          commands(tx).markDelivered(
            fresh.map(({ id }) => id),
            new Date(tx.clock.now()),
          ),
        );
      for (const row of fresh) {
        sent.add(row.id);
        yield tracked(row.id, { id: row.id, body: await prepare(ctx, bodyOf(row)) });
      }
    } while (await queue.next());
  } finally {
    queue.stop();
  }
}

async function end(tx: Tx<Ctx>, id: string, ending: { status: string; result?: string | null; error?: string | null }): Promise<void> {
  const row = await commands(tx).change(id, { ...ending, finishedAt: new Date(tx.clock.now()) });
  if (!row) return;
  await finished(tx, row, bodyOf(row));
  afterTx(tx, () => tx.events.emit('command.finished', { commandId: row.id, machineId: row.machineId }));
}

export async function reportCommand(ctx: AgentCtx, { commandId, status, result, error }: ReportCommand): Promise<void> {
  await inTx(ctx, async (tx) => {
    await commands(tx).requireOf(commandId, ctx.actor.machineId);
    if (status === 'started') await commands(tx).change(commandId, { status, startedAt: new Date(tx.clock.now()) });
    else await end(tx, commandId, { status, result: result ?? null, error: error ?? null });
  });
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
