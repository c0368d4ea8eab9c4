import type { GetMachine, StartedCommand } from '@open-ace/contracts/machine';
import { defineCommand, queueCommand } from '#domains/command';
import { audit } from '#platform/audit/audit';
import { revokeTokens } from '#platform/auth/repository';
import { issueToken } from '#platform/auth/tokens';
import { DAY } from '#platform/clock';
import type { AgentCtx, Ctx, UserCtx } from '#platform/context';
import { afterTx, inTx, type Tx } from '#platform/db/tx';
import { auditedMachine } from './audited-machine.ts';
import { machines } from './repository.ts';

/** A credential is for a daemon that nobody watches; it ends by being revoked. */
export const CREDENTIAL_LIFETIME = 3650 * DAY;
/** Handed over, but not yet come back with. */
const ROTATED = 'rotated';

/**
 * Has the agent change its credential. The old one holds until the agent has come with the new one, so a lost answer locks nobody out;
 * the command is done once it has.
 */
export function rotateCredential(ctx: UserCtx, { machineId }: GetMachine): Promise<StartedCommand> {
  return inTx(ctx, async (tx) => {
    const machine = await machines(tx).require(machineId);
    const commandId = await queueCommand(tx, { machineId, body: { kind: 'credential.rotate', credential: null }, lifetimeMs: 7 * DAY });
    await audit(tx, auditedMachine, { action: 'machine.rotate_credential', subject: machine });
    return { commandId };
  });
}

defineCommand('credential.rotate', {
  async prepare(ctx, body) {
    const { tenantId, machineId, ownerId } = ctx.actor;
    const holder = { tenantId, kind: 'machine' as const, machineId, userId: ownerId, label: ROTATED };
    const { text } = await inTx(ctx, (tx) => issueToken(tx, { ...holder, lifetimeMs: CREDENTIAL_LIFETIME }));
    return { ...body, credential: text };
  },
});

/** The agent has come with this credential: where it is a new one, all others of its machine are dead from now on. */
export async function acknowledgeCredential(tx: Tx<AgentCtx>): Promise<void> {
  const { tenantId, machineId, tokenId } = tx.actor;
  if (!(await machines(tx).takeLabel(tokenId, ROTATED))) return;
  await endCredentials(tx, { tenantId, machineId, exceptId: tokenId });
}

async function endCredentials(tx: Tx<Ctx>, { tenantId, machineId, exceptId }: { tenantId: string; machineId: string; exceptId?: string }) {
  const tokenIds = await revokeTokens(
    tx,
    { tenantId, kind: 'machine', machineId, ...(exceptId && { id: { not: exceptId } }) },
    new Date(tx.clock.now()),
  );
  afterTx(tx, () => tx.events.emit('credential.revoked', { tokenIds }));
}

/** Shuts the machine out at once. It comes back by being enrolled again. */
export async function revokeCredential(ctx: UserCtx, { machineId }: GetMachine): Promise<void> {
  await inTx(ctx, async (tx) => {
    const before = await machines(tx).require(machineId);
    await endCredentials(tx, { tenantId: tx.tenantId, machineId });
    const now = new Date(tx.clock.now());
    await machines(tx).update(before, { presentUntil: now }, now);
    await audit(tx, auditedMachine, { action: 'machine.revoke_credential', subject: before });
    afterTx(tx, () => tx.events.emit('machine.changed', { tenantId: tx.tenantId, machineId }));
  });
}
