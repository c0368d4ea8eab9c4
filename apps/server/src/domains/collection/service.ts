import {
  type CollectionResult,
  CollectionSource,
  type CollectionStatus,
  type PushedUsage,
  type PushProgress,
  type PushUsage,
  type SetBilling,
} from '@open-ace/contracts/collection';
import { z } from 'zod';
import { commandResult, queueCommand } from '#domains/command';
import { historyPolicyOf, isAdmin, isPresent, type MachineRow, machines } from '#domains/machine';
import { recordHistory } from '#domains/usage';
import { audit, audited } from '#platform/audit/audit';
import { MINUTE, SECOND } from '#platform/clock';
import { type AgentCtx, type Ctx, type Deps, systemCtx, type UserCtx } from '#platform/context';
import { systemScope } from '#platform/db/scope';
import { afterTx, inTx } from '#platform/db/tx';
import { AppError, notFound } from '#platform/errors';
import { newId } from '#platform/ids';
import { lastJobRun } from '#platform/jobs/jobs';
import { type SourceRow, sources } from './repository.ts';

export const COLLECTION_JOB = 'collection.run';
export const COLLECTION_SCHEDULE = '15 */5 * * * *';
/** An agent that lives begins at once; a first read of years of history takes a while. */
const PATIENCE = { beginMs: 15 * SECOND, endMs: 10 * MINUTE };

/** Rows that an agent read. Whose they are is decided by the machine it is, never by what it says. */
export async function pushUsage(ctx: AgentCtx, { reports }: PushUsage): Promise<PushedUsage> {
  const machine = await machines(ctx).require(ctx.actor.machineId);
  if ((await historyPolicyOf(ctx, machine)) === 'off')
    throw new AppError('FORBIDDEN', 'The history of this machine is not to be read.', { reason: 'history_off' });
  const pushed = { added: 0, known: 0 };
  for (const tool of new Set(reports.map((report) => report.tool))) {
    const rows = reports.filter((report) => report.tool === tool);
    const billing = await sources(ctx).billingOf(machine.id, tool);
    const { added, known } = await recordHistory(ctx, { machineId: machine.id, userId: machine.ownerId, billing }, rows);
    pushed.added += added;
    pushed.known += known;
    await inTx(ctx, (tx) => sources(tx).markRead(machine.id, tool, new Date(tx.clock.now())));
  }
  return pushed;
}

export async function pushProgress(ctx: AgentCtx, { sources: told }: PushProgress): Promise<void> {
  await inTx(ctx, async (tx) => {
    for (const progress of told) await sources(tx).put(ctx.actor.machineId, progress, new Date(tx.clock.now()));
    afterTx(tx, () => tx.events.emit('machine.changed', { tenantId: tx.tenantId, machineId: ctx.actor.machineId }));
  });
}

const SweepResult = z.object({ added: z.number().int().nonnegative() });

/** Asks every machine that is there for whatever may be missing, and waits until it was taken over. */
async function sweep(ctx: Ctx, present: MachineRow[], signal: AbortSignal | undefined): Promise<{ added: number; failed: number }> {
  const ids = await inTx(ctx, (tx) =>
    Promise.all(
      present.map((machine) => queueCommand(tx, { machineId: machine.id, body: { kind: 'collection.sweep' }, lifetimeMs: 2 * MINUTE })),
    ),
  );
  const results = await Promise.allSettled(
    ids.map(async (id) => SweepResult.parse(JSON.parse((await commandResult(ctx, id, { ...PATIENCE, signal })) ?? '{}'))),
  );
  const done = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  return { added: done.reduce((sum, { added }) => sum + added, 0), failed: results.length - done.length };
}

async function collect(ctx: Ctx, signal?: AbortSignal): Promise<CollectionResult> {
  const all = (await machines(ctx).all()).filter(({ historyPolicy }) => historyPolicy !== 'off');
  const present = all.filter((machine) => isPresent(machine, ctx.clock.now()));
  const { added, failed } = await sweep(ctx, present, signal);
  return {
    machines: present.length - failed,
    unreachable: all.length - present.length + failed,
    added,
    finishedAt: new Date(ctx.clock.now()).toISOString(),
  };
}

export const auditedRun = audited<{ id: string; machines: number; unreachable: number; added: number }>('collection', () => 'run', {
  id: 'ignore',
  machines: 'track',
  unreachable: 'track',
  added: 'track',
});

/** A run on demand; answers when it ends. */
export async function runCollection(ctx: UserCtx): Promise<CollectionResult> {
  const { finishedAt, ...counts } = await collect(ctx);
  await inTx(ctx, (tx) => audit(tx, auditedRun, { action: 'collection.run', after: { id: newId(), ...counts } }));
  return { finishedAt, ...counts };
}

/** The scheduled run, for every tenant that has machines. */
export async function collectEverywhere(deps: Deps, signal: AbortSignal): Promise<string> {
  const tenantIds = new Set(
    (await machines(systemScope(deps, 'history of every tenant is collected')).all()).map(({ tenantId }) => tenantId),
  );
  let added = 0;
  for (const tenantId of tenantIds) added += (await collect(systemCtx(deps, tenantId, COLLECTION_JOB), signal)).added;
  return `${tenantIds.size} tenants, ${added} rows added`;
}

const auditedSource = audited<SourceRow & { id: string }>('machine', ({ tool }) => tool, {
  id: 'ignore',
  machineId: 'ignore',
  tool: 'track',
  tenantId: 'ignore',
  files: 'ignore',
  bytesTotal: 'ignore',
  bytesRead: 'ignore',
  rows: 'ignore',
  badLines: 'ignore',
  cliVersion: 'ignore',
  error: 'ignore',
  billing: 'track',
  readAt: 'ignore',
  updatedAt: 'ignore',
});

/** Says how a tool's use on a machine is paid for, of what is read from now on. */
export async function setBilling(ctx: UserCtx, { machineId, tool, billing }: SetBilling): Promise<CollectionSource> {
  const { id, name } = await machines(ctx).require(machineId);
  return inTx(ctx, async (tx) => {
    const found = await sources(tx).find(machineId, tool);
    if (!found) throw notFound('history of this tool');
    const after = await sources(tx).setBilling(found, billing);
    await audit(tx, auditedSource, { action: 'collection.set_billing', before: { ...found, id }, after: { ...after, id } });
    afterTx(tx, () => tx.events.emit('machine.changed', { tenantId: tx.tenantId, machineId }));
    return toSource(after, { id, name });
  });
}

const toSource = (row: SourceRow, machine: { id: string; name: string }): CollectionSource =>
  CollectionSource.parse({
    ...row,
    machine,
    bytesTotal: Number(row.bytesTotal),
    bytesRead: Number(row.bytesRead),
    rows: Number(row.rows),
    badLines: Number(row.badLines),
    readAt: row.readAt?.toISOString() ?? null,
    updatedAt: row.updatedAt.toISOString(),
  });

export async function collectionStatus(ctx: UserCtx): Promise<CollectionStatus> {
  const visible = (await machines(ctx).all()).filter((machine) => isAdmin(ctx) || machine.ownerId === ctx.actor.userId);
  const byId = new Map(visible.map(({ id, name }) => [id, { id, name }]));
  const rows = await sources(ctx).of([...byId.keys()]);
  const found = rows.flatMap((row) => {
    const machine = byId.get(row.machineId);
    return machine ? [toSource(row, machine)] : [];
  });
  const { run, nextRunAt } = await lastJobRun(ctx, COLLECTION_JOB, COLLECTION_SCHEDULE);
  return {
    sources: found,
    lastRun: run && {
      startedAt: run.startedAt.toISOString(),
      finishedAt: run.finishedAt?.toISOString() ?? null,
      outcome: z.enum(['running', 'succeeded', 'failed']).parse(run.outcome),
      note: isAdmin(ctx) ? run.note : '',
    },
    nextRunAt: nextRunAt?.toISOString() ?? null,
    reading: found.some(({ bytesRead, bytesTotal }) => bytesRead < bytesTotal),
  };
}
