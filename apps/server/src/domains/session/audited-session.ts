import { audited } from '#platform/audit/audit';
import type { SessionRow } from './repository.ts';

/** What was said in a session is in its transcript; the audit log keeps who did what to it. */
export const auditedSession = audited<SessionRow>('session', (row) => row.title, {
  id: 'ignore',
  tenantId: 'ignore',
  userId: 'track',
  machineId: 'track',
  projectId: 'track',
  tool: 'track',
  title: 'track',
  cwd: 'track',
  gitRemote: 'ignore',
  gitBranch: 'ignore',
  model: 'track',
  permissionMode: 'track',
  status: 'track',
  toolSessionId: 'track',
  toolVersion: 'ignore',
  tags: 'track',
  forkedFromId: 'track',
  pausedAt: 'ignore',
  deletedAt: 'ignore',
  trimmedAt: 'ignore',
  lastSeq: 'ignore',
  error: 'ignore',
  createdAt: 'ignore',
  updatedAt: 'ignore',
  lastActivityAt: 'ignore',
  endedAt: 'ignore',
  searchText: 'ignore',
});
