import type { ListRules, RevokeRule, RulePage, RuleScope } from '@open-ace/contracts/session';
import { PermissionRule } from '@open-ace/contracts/session';
import { queueCommand } from '#domains/command';
import { machineNames } from '#domains/machine';
import { audit, audited } from '#platform/audit/audit';
import type { Ctx, UserCtx } from '#platform/context';
import { pageOf } from '#platform/db/page';
import { inTx, type Tx } from '#platform/db/tx';
import { newId } from '#platform/ids';
import { type PermissionRuleRow, permissionRules, type SessionRow, sessions } from './repository.ts';

const auditedRule = audited<PermissionRuleRow>('permission_rule', (row) => row.rule.slice(0, 200), {
  id: 'ignore',
  tenantId: 'ignore',
  userId: 'track',
  tool: 'track',
  scope: 'track',
  machineId: 'track',
  cwd: 'track',
  sessionId: 'track',
  rule: 'track',
  createdAt: 'ignore',
});

/** Tells the sessions that run, except for one, what they need not ask any more. */
async function tellReached(tx: Tx<Ctx>, rule: PermissionRuleRow, except?: string): Promise<void> {
  const rules = permissionRules(tx, rule.userId);
  for (const session of await rules.reached(rule)) {
    if (session.id === except) continue;
    const allowedRules = await rules.of(session);
    await queueCommand(tx, {
      machineId: session.machineId,
      sessionId: session.id,
      body: { kind: 'session.setRules', sessionId: session.id, allowedRules },
    });
  }
}

/** Keeps what the owner of a session said "Always" to. The session that asked hears it with its answer. */
export async function allowAlways(tx: Tx<UserCtx>, session: SessionRow, rule: string, scope: RuleScope): Promise<void> {
  const { userId, tool, machineId } = session;
  const row = await permissionRules(tx, userId).add({
    id: newId(),
    tool,
    scope,
    machineId,
    cwd: scope === 'project' ? session.cwd : '',
    sessionId: scope === 'session' ? session.id : '',
    rule,
    createdAt: new Date(tx.clock.now()),
  });
  if (scope !== 'session') await tellReached(tx, row, session.id);
  await audit(tx, auditedRule, { action: 'permission_rule.create', after: row });
}

export async function listRules(ctx: UserCtx, input: ListRules): Promise<RulePage> {
  const { items, nextCursor } = pageOf(await permissionRules(ctx, ctx.actor.userId).list(input), input, (row) => row);
  const places = await machineNames(
    ctx,
    items.map(({ machineId }) => machineId),
  );
  const titles = new Map<string, string>();
  for (const { sessionId } of items) if (sessionId) titles.set(sessionId, (await sessions(ctx).find(sessionId))?.title ?? '');
  return {
    items: items.map((row) =>
      PermissionRule.parse({
        ...row,
        machine: places.get(row.machineId) ?? { id: row.machineId, name: '' },
        session: row.sessionId ? { id: row.sessionId, title: titles.get(row.sessionId) ?? '' } : null,
        createdAt: row.createdAt.toISOString(),
      }),
    ),
    nextCursor,
  };
}

/** What is revoked is asked again from now on, also in sessions that run. */
export async function revokeRule(ctx: UserCtx, { ruleId }: RevokeRule): Promise<void> {
  await inTx(ctx, async (tx) => {
    const row = await permissionRules(tx, ctx.actor.userId).remove(ruleId);
    await tellReached(tx, row);
    await audit(tx, auditedRule, { action: 'permission_rule.revoke', before: row });
  });
}
