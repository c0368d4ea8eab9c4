import type { QuotaPeriod, QuotaSubjectType } from '@open-ace/contracts/quota';
import type { UsageMetric } from '@open-ace/contracts/usage';
import { periodKey, type UseKey } from '#domains/usage';
import type { Deps } from '#platform/context';
import { remember } from '#platform/memory';
import type {} from './events.ts';
import { type QuotaRow, readBinding } from './repository.ts';

/** A limit as calls meet it. Money in nano-USD. */
export interface Limit {
  quotaId: string;
  subjectType: QuotaSubjectType;
  metric: UsageMetric;
  period: QuotaPeriod;
  limit: number;
  /** The sums that it is compared with. */
  scope: string;
}

/** On whose behalf a call is made; '' for none. */
export interface Spender {
  userId: string;
  projectId: string;
  sessionId: string;
}

interface TenantLimits {
  bySubject: Map<string, QuotaRow[]>;
  /** Of people who are in a team with a limit. */
  teamsOf: Map<string, string[]>;
}

const toLimit = (row: QuotaRow, scope: string): Limit => ({
  quotaId: row.id,
  subjectType: row.subjectType as QuotaSubjectType,
  metric: row.metric as UsageMetric,
  period: row.period as QuotaPeriod,
  limit: Number(row.limit),
  scope,
});

export const keyOf = ({ scope, period }: Pick<Limit, 'scope' | 'period'>, day: string): UseKey => ({
  scope,
  period: periodKey(period, day),
});

/** The limits among these rows that bind somebody, each with the sums that it is compared with. A session's limit binds each session apart. */
export function limitsBinding({ bySubject, teamsOf }: TenantLimits, tenantId: string, { userId, projectId, sessionId }: Spender): Limit[] {
  const own = (subject: string, scope: string) =>
    (bySubject.get(subject) ?? []).flatMap((row) => {
      if (row.period !== 'session') return toLimit(row, scope);
      return sessionId ? toLimit(row, `session:${sessionId}`) : [];
    });
  return [
    ...own(`user:${userId}`, `user:${userId}`),
    ...(teamsOf.get(userId) ?? []).flatMap((teamId) => own(`team:${teamId}`, `team:${teamId}`)),
    ...(projectId ? own(`project:${projectId}`, `project:${projectId}`) : []),
    ...own(`tenant:${tenantId}`, `tenant:${tenantId}`),
    ...own('plan', `tenant:${tenantId}`),
  ];
}

export async function readLimits({ database, tenantId }: Pick<Deps, 'database'> & { tenantId: string }): Promise<TenantLimits> {
  const { rows, members } = await readBinding(database.rawReader, tenantId);
  const bySubject = new Map<string, QuotaRow[]>();
  for (const row of rows) {
    const subject = row.subjectType === 'plan' ? 'plan' : `${row.subjectType}:${row.subjectId}`;
    bySubject.set(subject, [...(bySubject.get(subject) ?? []), row]);
  }
  const teamsOf = new Map<string, string[]>();
  for (const { teamId, userId } of members) teamsOf.set(userId, [...(teamsOf.get(userId) ?? []), teamId]);
  return { bySubject, teamsOf };
}

/** The limits that bind somebody, as every call asks for them. */
export function createLimits(deps: Deps): (tenantId: string, spender: Spender) => Promise<Limit[]> {
  const limits = remember((tenantId) => readLimits({ database: deps.database, tenantId }));
  deps.events.on('quota.changed', ({ tenantId }) => limits.forget(tenantId ?? undefined));
  return async (tenantId, spender) => limitsBinding(await limits.get(tenantId), tenantId, spender);
}
