import { audited } from '#platform/audit/audit';
import type { PriceOverrideRow } from './repository.ts';

export const auditedPriceOverride = audited<PriceOverrideRow>('price', (row) => row.model, {
  id: 'ignore',
  tenantId: 'ignore',
  provider: 'track',
  model: 'track',
  effectiveFrom: 'track',
  inputNano: 'track',
  outputNano: 'track',
  cacheReadNano: 'track',
  cacheWriteNano: 'track',
  createdById: 'ignore',
  createdAt: 'ignore',
  removedAt: 'ignore',
});
