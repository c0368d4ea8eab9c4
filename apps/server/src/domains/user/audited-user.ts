import { audited } from '#platform/audit/audit';
import type { UserRow } from './repository.ts';

export const auditedUser = audited<UserRow>('user', (row) => row.username, {
  id: 'ignore',
  tenantId: 'ignore',
  username: 'track',
  usernameKey: 'ignore',
  displayName: 'track',
  email: 'track',
  emailKey: 'ignore',
  role: 'track',
  grants: 'track',
  platformAdmin: 'track',
  passwordHash: 'secret',
  mustChangePassword: 'track',
  historyPolicy: 'track',
  createdAt: 'ignore',
  updatedAt: 'ignore',
  lastSignInAt: 'ignore',
  deletedAt: 'track',
  searchText: 'ignore',
});
