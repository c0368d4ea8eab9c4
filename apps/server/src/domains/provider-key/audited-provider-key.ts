import { audited } from '#platform/audit/audit';
import type { ProviderKeyRow } from './repository.ts';

export const auditedProviderKey = audited<ProviderKeyRow>('provider_key', (row) => row.name, {
  id: 'ignore',
  tenantId: 'ignore',
  provider: 'track',
  name: 'track',
  baseUrl: 'track',
  sealed: 'secret',
  lastFour: 'track',
  enabled: 'track',
  createdById: 'ignore',
  createdAt: 'ignore',
  updatedAt: 'ignore',
  lastUsedAt: 'ignore',
  testedAt: 'ignore',
  testOutcome: 'track',
  testMessage: 'ignore',
});
