import { audited } from '#platform/audit/audit';
import type { AnomalyMarkRow } from './repository.ts';

export const auditedAnomalyMark = audited<AnomalyMarkRow>('anomaly', (row) => `${row.day} ${row.kind}${row.subject && ` ${row.subject}`}`, {
  id: 'ignore',
  tenantId: 'ignore',
  kind: 'track',
  metric: 'track',
  day: 'track',
  subject: 'track',
  narrowing: 'track',
  status: 'track',
  note: 'track',
  userId: 'ignore',
  updatedAt: 'ignore',
});
