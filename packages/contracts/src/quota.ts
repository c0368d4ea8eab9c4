import { z } from 'zod';
import { Id, Instant, PageInput, page } from './common.ts';
import { UsageMetric } from './usage.ts';

/** Days, weeks (from Monday) and months begin in the tenant's zone; a session's budget never begins anew. */
export const QuotaPeriod = z.enum(['day', 'week', 'month', 'session']);
export type QuotaPeriod = z.infer<typeof QuotaPeriod>;
export const QuotaSubjectType = z.enum(['user', 'team', 'project', 'tenant', 'plan']);
export type QuotaSubjectType = z.infer<typeof QuotaSubjectType>;

/** Whom a budget binds. The id of a plan is its name. */
export const QuotaSubject = z.object({ type: QuotaSubjectType, id: z.string().trim().min(1).max(100) });
export type QuotaSubject = z.infer<typeof QuotaSubject>;

/** More tokens, requests or whole dollars than anybody uses, and still exact in nano-dollars. */
const MOST = 9e9;
const MOST_TOKENS = 1e15;

export const SetQuota = z
  .object({ subject: QuotaSubject, metric: UsageMetric, period: QuotaPeriod, limit: z.number().nonnegative().max(MOST_TOKENS) })
  .refine(({ metric, limit }) => metric === 'usd' || Number.isInteger(limit), {
    path: ['limit'],
    message: 'Tokens and requests are whole numbers.',
  })
  .refine(({ metric, limit }) => metric !== 'usd' || limit <= MOST, { path: ['limit'], message: 'This is more than 9 billion dollars.' });
export type SetQuota = z.infer<typeof SetQuota>;

/** From 80 % of the limit on a warning, from 95 % critical, at 100 % calls are refused. */
export const QuotaState = z.enum(['ok', 'warning', 'critical', 'exceeded']);
export type QuotaState = z.infer<typeof QuotaState>;

/** A limit and how it stands. Figures are tokens, requests or USD, as the metric says. */
export const Quota = z.object({
  id: Id,
  subject: QuotaSubject.extend({ name: z.string() }),
  metric: UsageMetric,
  period: QuotaPeriod,
  limit: z.number(),
  /** Settled in the period that runs; null where each session has a budget of its own and none was named. */
  used: z.number().nullable(),
  /** Held by calls that run. */
  reserved: z.number().nullable(),
  state: QuotaState,
  /** Calls that it refused in the period that runs; null where each session has a budget of its own. */
  refused: z.number().int().nullable(),
  /** Of the period that runs; null for a session's. */
  startsAt: Instant.nullable(),
  resetsAt: Instant.nullable(),
  updatedAt: Instant,
});
export type Quota = z.infer<typeof Quota>;

export const ListQuotas = PageInput.extend({ subjectType: QuotaSubjectType.optional(), subjectId: z.string().max(100).optional() });
export type ListQuotas = z.infer<typeof ListQuotas>;
export const QuotaPage = page(Quota);
export type QuotaPage = z.infer<typeof QuotaPage>;
export const GetQuota = z.object({ quotaId: Id });
export type GetQuota = z.infer<typeof GetQuota>;

/** The budgets that bind the caller, with those of a session where one is named. */
export const MyQuotas = z.object({ sessionId: Id.optional() });
export type MyQuotas = z.infer<typeof MyQuotas>;
export const QuotaList = z.object({ items: z.array(Quota) });
export type QuotaList = z.infer<typeof QuotaList>;

export function quotaState(limit: number, taken: number): QuotaState {
  if (taken >= limit) return 'exceeded';
  if (taken >= limit * 0.95) return 'critical';
  return taken >= limit * 0.8 ? 'warning' : 'ok';
}
