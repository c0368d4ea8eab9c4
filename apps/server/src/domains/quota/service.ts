import {
  type GetQuota,
  type ListQuotas,
  type MyQuotas,
  Quota,
  type QuotaList,
  type QuotaPage,
  type QuotaPeriod,
  type QuotaSubject,
  QuotaSubjectType,
  quotaState,
  type SetQuota,
} from '@open-ace/contracts/quota';
import { currentTenant } from '#domains/tenant';
import { dayOf, nameOfKey, readUses, refusalsOf, timesOfPeriod, type Use } from '#domains/usage';
import { audit, audited } from '#platform/audit/audit';
import type { UserCtx } from '#platform/context';
import { pageOf } from '#platform/db/page';
import { afterTx, inTx, type Tx } from '#platform/db/tx';
import { AppError, notFound } from '#platform/errors';
import { newId } from '#platform/ids';
import type {} from './events.ts';
import { keyOf, limitsBinding, readLimits } from './limits.ts';
import { type QuotaRow, quotas } from './repository.ts';

const auditedQuota = audited<QuotaRow>('quota', (row) => `${row.subjectType} ${row.metric} ${row.period}`, {
  id: 'ignore',
  tenantId: 'ignore',
  subjectType: 'track',
  subjectId: 'track',
  metric: 'track',
  period: 'track',
  limit: 'track',
  createdAt: 'ignore',
  updatedAt: 'ignore',
});

const NANO = 1e9;
const inUnits = (metric: string, value: number) => (metric === 'usd' ? value / NANO : value);
const figures = { tokens: ['tokens', 'heldTokens'], requests: ['requests', 'heldRequests'], usd: ['nano', 'heldNano'] } as const;

/** The sums that a limit is compared with; null where every session has its own, and none is named. */
function scopeOf({ subjectType, subjectId, period }: QuotaRow, tenantId: string, sessionId?: string): string | null {
  if (period === 'session') return sessionId ? `session:${sessionId}` : null;
  return subjectType === 'plan' ? `tenant:${tenantId}` : `${subjectType}:${subjectId}`;
}

async function namesOf(ctx: Pick<UserCtx, 'db' | 'tenantId'>, rows: QuotaRow[]): Promise<(row: QuotaRow) => string> {
  const names = new Map<string, string>();
  for (const type of QuotaSubjectType.options) {
    const ids = [...new Set(rows.filter(({ subjectType }) => subjectType === type).map(({ subjectId }) => subjectId))];
    if (ids.length === 0) continue;
    for (const [id, name] of await quotas(ctx).names(type, ids)) names.set(`${type}:${id}`, name);
  }
  return ({ subjectType, subjectId }) => names.get(`${subjectType}:${subjectId}`) ?? '';
}

/** Limits with how they stand now. */
async function toQuotas(ctx: UserCtx, rows: QuotaRow[], sessionId?: string): Promise<Quota[]> {
  const { timeZone } = await currentTenant(ctx);
  const day = dayOf(ctx.clock.now(), timeZone);
  const keyOfRow = (row: QuotaRow) => {
    const scope = scopeOf(row, ctx.tenantId, sessionId);
    return scope === null ? null : keyOf({ scope, period: row.period as QuotaPeriod }, day);
  };
  const keys = rows.map(keyOfRow).filter((key) => key !== null);
  const known = new Map((await readUses(ctx, keys)).map((use) => [nameOfKey(use), use]));
  const nameOf = await namesOf(ctx, rows);
  const standing = rows.map((row) => {
    const key = keyOfRow(row);
    return { row, use: key ? known.get(nameOfKey(key)) : undefined, times: key && timesOfPeriod(key.period, timeZone) };
  });
  const refused = await refusedSince(ctx, standing);
  return standing.map(({ row, use, times }) => ({
    ...toQuota(row, nameOf(row), use, times),
    refused: times && (refused.get(row.id) ?? 0),
  }));
}

/** How often budgets refused calls, each in the period that runs. */
async function refusedSince(ctx: UserCtx, standing: { row: QuotaRow; times: { startsAt: number } | null }[]): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const since of new Set(standing.map(({ times }) => times?.startsAt))) {
    if (since === undefined) continue;
    const ids = standing.filter(({ times }) => times?.startsAt === since).map(({ row }) => row.id);
    for (const [id, count] of await refusalsOf(ctx, ids, since)) counts.set(id, count);
  }
  return counts;
}

function toQuota(
  row: QuotaRow,
  name: string,
  use: Use | undefined,
  times: { startsAt: number; endsAt: number } | null,
): Omit<Quota, 'refused'> {
  const { metric, subjectType, subjectId } = row;
  const [used, held] = figures[Quota.shape.metric.parse(metric)];
  return Quota.omit({ refused: true }).parse({
    ...row,
    subject: { type: subjectType, id: subjectId, name },
    limit: inUnits(metric, Number(row.limit)),
    used: use ? inUnits(metric, use[used]) : null,
    reserved: use ? inUnits(metric, use[held]) : null,
    state: use ? quotaState(Number(row.limit), use[used]) : 'ok',
    startsAt: times && new Date(times.startsAt).toISOString(),
    resetsAt: times && new Date(times.endsAt).toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  });
}

/** A plan binds every tenant that has it, so only whoever crosses tenants may change it. */
function requirePlanRight({ actor }: UserCtx, type: string): void {
  if (type === 'plan' && !actor.platformAdmin) {
    throw new AppError('FORBIDDEN', 'Plans bind several tenants: only a platform administrator changes them.', {
      reason: 'platform_admin',
    });
  }
}

async function requireSubject(tx: Tx<UserCtx>, { type, id }: QuotaSubject): Promise<void> {
  if (!(await quotas(tx).names(type, [id])).has(id)) throw notFound(type);
}

const announce = (tx: Tx<UserCtx>, type: string) =>
  afterTx(tx, () => tx.events.emit('quota.changed', { tenantId: type === 'plan' ? null : tx.tenantId }));

/** Sets a limit, or another in place of one of the same subject, metric and period. */
export async function setQuota(ctx: UserCtx, { subject, metric, period, limit }: SetQuota): Promise<Quota> {
  requirePlanRight(ctx, subject.type);
  const amount = BigInt(Math.round(metric === 'usd' ? limit * NANO : limit));
  const now = new Date(ctx.clock.now());
  const row = await inTx(ctx, async (tx) => {
    await requireSubject(tx, subject);
    const given = {
      id: newId(),
      subjectType: subject.type,
      subjectId: subject.id,
      metric,
      period,
      limit: amount,
      createdAt: now,
      updatedAt: now,
    };
    const before = await quotas(tx).findAlike(given);
    const after = before ? await quotas(tx).update(before, amount, now) : await quotas(tx).create(given);
    await audit(tx, auditedQuota, { action: 'quota.set', ...(before && { before }), after });
    announce(tx, subject.type);
    return after;
  });
  return one(await toQuotas(ctx, [row]));
}

const one = ([quota]: Quota[]): Quota => {
  if (!quota) throw notFound('budget');
  return quota;
};

export async function deleteQuota(ctx: UserCtx, { quotaId }: GetQuota): Promise<Quota> {
  const row = await inTx(ctx, async (tx) => {
    const before = (await quotas(tx).find(quotaId)) ?? (tx.actor.platformAdmin ? await quotas(tx).findPlans(quotaId) : null);
    if (!before) throw notFound('budget');
    await quotas(tx).delete(before);
    await audit(tx, auditedQuota, { action: 'quota.delete', before });
    announce(tx, before.subjectType);
    return before;
  });
  return one(await toQuotas(ctx, [row]));
}

/** Every limit of the tenant. */
export async function listQuotas(ctx: UserCtx, input: ListQuotas): Promise<QuotaPage> {
  const { items, nextCursor } = pageOf(await quotas(ctx).list(input), input, (row) => row);
  return { items: await toQuotas(ctx, items), nextCursor };
}

/** The limits that bind the caller, as calls would meet them. */
export async function myQuotas(ctx: UserCtx, { sessionId }: MyQuotas): Promise<QuotaList> {
  const limits = await readLimits(ctx);
  const { userId } = ctx.actor;
  const session = sessionId ?? '';
  const binding = new Set(limitsBinding(limits, ctx.tenantId, { userId, projectId: '', sessionId: session }).map((limit) => limit.quotaId));
  const rows = [...limits.bySubject.values()].flat().filter(({ id }) => binding.has(id));
  return { items: await toQuotas(ctx, rows, sessionId) };
}
