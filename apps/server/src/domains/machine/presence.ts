import type { PollCommands, PolledCommands } from '@open-ace/contracts/command';
import type { Heartbeat, Vitals } from '@open-ace/contracts/machine';
import { BACK_WITHIN_SECONDS, OFFLINE_AFTER_SECONDS } from '@open-ace/contracts/protocol';
import { pollCommands } from '#domains/command';
import { SECOND } from '#platform/clock';
import type { AgentCtx } from '#platform/context';
import { afterTx, inTx } from '#platform/db/tx';
import { AppError, notFound } from '#platform/errors';
import type {} from './events.ts';
import { machines, type Presence, presences } from './repository.ts';

export const isPresent = ({ instanceId, presentUntil }: Presence, now: number) =>
  instanceId !== null && presentUntil !== null && now < presentUntil.getTime();

/** What changes in a machine whose agent was heard of. */
export const heardOf = (now: number) => ({ seenAt: new Date(now), presentUntil: new Date(now + OFFLINE_AFTER_SECONDS * SECOND) });

async function requireInstance(ctx: AgentCtx, instanceId: string): Promise<Presence> {
  const presence = await presences(ctx).find(ctx.actor.machineId);
  if (!presence) throw notFound('machine');
  if (presence.instanceId === instanceId) return presence;
  throw new AppError('CONFLICT', 'Say hello first: another agent may hold this machine.', { reason: 'instance_conflict' });
}

export const vitalColumns = ({ cpuLoad, memoryFreeBytes, diskBytes, diskFreeBytes }: Vitals) => ({
  cpuLoad,
  memoryFreeBytes: BigInt(memoryFreeBytes),
  diskBytes: BigInt(diskBytes),
  diskFreeBytes: BigInt(diskFreeBytes),
});

export async function heartbeat(ctx: AgentCtx, { instanceId, vitals }: Heartbeat): Promise<void> {
  const before = await requireInstance(ctx, instanceId);
  const now = ctx.clock.now();
  const { machineId, tenantId } = ctx.actor;
  await presences(ctx).heard(machineId, instanceId, { ...heardOf(now), ...(vitals && vitalColumns(vitals)) });
  if (!isPresent(before, now)) ctx.events.emit('machine.changed', { tenantId, machineId });
}

/** What an agent is to do to which no line can be held. */
export async function poll(ctx: AgentCtx, { instanceId, everything }: PollCommands): Promise<PolledCommands> {
  await requireInstance(ctx, instanceId);
  return pollCommands(ctx, everything);
}

export async function goodbye(ctx: AgentCtx, { instanceId }: { instanceId: string }): Promise<void> {
  await leave(ctx, instanceId, 0);
}

async function leave(ctx: AgentCtx, instanceId: string, afterMs: number): Promise<void> {
  await requireInstance(ctx, instanceId);
  const before = await machines(ctx).require(ctx.actor.machineId);
  const until = ctx.clock.now() + afterMs;
  if (!isPresent(before, until)) return;
  await inTx(ctx, async (tx) => {
    if (!(await machines(tx).leave(before, new Date(until)))) return;
    afterTx(tx, () => tx.events.emit('machine.changed', { tenantId: tx.tenantId, machineId: before.id }));
  });
}

/** Lines that agents hold to this replica, by machine: a new one may come up before the end of the old one is noticed. */
const lines = new Map<string, number>();

/** What an agent follows. A machine whose last line broke without a word is offline as soon as it could have been back. */
export async function* whileConnected<T>(ctx: AgentCtx, instanceId: string, stream: AsyncIterable<T>): AsyncGenerator<T> {
  const { machineId } = ctx.actor;
  lines.set(machineId, (lines.get(machineId) ?? 0) + 1);
  try {
    await heartbeat(ctx, { instanceId });
    yield* stream;
  } finally {
    const left = (lines.get(machineId) ?? 1) - 1;
    if (left > 0) lines.set(machineId, left);
    else {
      lines.delete(machineId);
      await lineLost(ctx, instanceId);
    }
  }
}

async function lineLost(ctx: AgentCtx, instanceId: string): Promise<void> {
  const { events, tenantId, actor, log } = ctx;
  const backWithin = BACK_WITHIN_SECONDS * SECOND;
  try {
    await leave(ctx, instanceId, backWithin);
    setTimeout(() => events.emit('machine.changed', { tenantId, machineId: actor.machineId }), backWithin).unref();
  } catch (error) {
    // It was removed, another one holds it, or the server stops: nobody waits for it here.
    log.debug({ err: error, machineId: actor.machineId }, 'the end of a line was not written down');
  }
}
