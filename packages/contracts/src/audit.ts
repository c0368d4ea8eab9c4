import { z } from 'zod';
import { Id, Instant, PageInput, page } from './common.ts';

export const AuditOutcome = z.enum(['success', 'failure']);
export type AuditOutcome = z.infer<typeof AuditOutcome>;

/** Everything that the audit log records, `noun.verb`. */
export const AuditAction = z.enum([
  'acp_agent.remove',
  'acp_agent.set',
  'anomaly.set',
  'api_token.create',
  'api_token.revoke',
  'auth.change_password',
  'auth.login',
  'auth.logout',
  'auth.revoke_sign_in',
  'auth.setup',
  'auth.update_profile',
  'collection.run',
  'collection.set_billing',
  'gateway.update_settings',
  'machine.create_registration',
  'machine.enrol',
  'machine.install_tool',
  'machine.remove',
  'machine.remove_tool_default',
  'machine.revoke_credential',
  'machine.rotate_credential',
  'machine.set_tool_default',
  'machine.update',
  'permission_rule.create',
  'permission_rule.revoke',
  'price.delete',
  'price.set',
  'provider_key.create',
  'provider_key.delete',
  'provider_key.test',
  'provider_key.update',
  'proxy_token.revoke',
  'quota.delete',
  'quota.set',
  'session.create',
  'session.delete',
  'session.fork',
  'session.interrupt',
  'session.pause',
  'session.respond',
  'session.resume',
  'session.send',
  'session.stop',
  'session.update',
  'tenant.create',
  'user.create',
  'user.delete',
  'user.reset_password',
  'user.restore',
  'user.update',
]);
export type AuditAction = z.infer<typeof AuditAction>;

export const AuditEntry = z.object({
  id: Id,
  at: Instant,
  actorKind: z.enum(['user', 'agent', 'system', 'anonymous']),
  actorId: z.string().nullable(),
  actorName: z.string(),
  action: AuditAction,
  resourceType: z.string(),
  resourceId: z.string().nullable(),
  resourceName: z.string(),
  outcome: AuditOutcome,
  /** JSON of the fields before and after the change; null where there was none. Secrets stand as "[secret]". */
  before: z.string().nullable(),
  after: z.string().nullable(),
  address: z.string(),
  requestId: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

export const ListAudit = PageInput.extend({
  action: AuditAction.optional(),
  actorId: Id.optional(),
  outcome: AuditOutcome.optional(),
  search: z.string().trim().max(200).optional(),
  from: Instant.optional(),
  to: Instant.optional(),
});
export type ListAudit = z.infer<typeof ListAudit>;
export const AuditPage = page(AuditEntry);
export type AuditPage = z.infer<typeof AuditPage>;

export const GetAuditEntry = z.object({ auditId: Id });
export type GetAuditEntry = z.infer<typeof GetAuditEntry>;
