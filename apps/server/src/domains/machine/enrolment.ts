import type { Enrol, Enrolled, Hello, MachineFacts, Registration, Welcome } from '@open-ace/contracts/machine';
import { HEARTBEAT_SECONDS, PROTOCOL_VERSION } from '@open-ace/contracts/protocol';
import { audit, audited } from '#platform/audit/audit';
import { bindToken, revokeTokens } from '#platform/auth/repository';
import { issueToken, type TokenRow, verifyToken } from '#platform/auth/tokens';
import { HOUR } from '#platform/clock';
import { type AgentCtx, type Deps, type OpenCtx, systemCtx, type UserCtx } from '#platform/context';
import { afterTx, inTx, type Tx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { newId } from '#platform/ids';
import { listAcpAgents } from './acp-agents.ts';
import { takeArrival } from './arrivals.ts';
import { auditedMachine } from './audited-machine.ts';
import { acknowledgeCredential, CREDENTIAL_LIFETIME } from './credential.ts';
import type {} from './events.ts';
import { historyPolicyOf } from './history-policy.ts';
import { installCommands } from './install-commands.ts';
import { heardOf, isPresent, vitalColumns } from './presence.ts';
import { type MachineRow, machines } from './repository.ts';

const REGISTRATION_LIFETIME = HOUR;
const LOCAL = 'local';

const auditedRegistration = audited<Pick<TokenRow, 'id' | 'label' | 'expiresAt'>>('registration', () => 'registration token', {
  id: 'ignore',
  label: 'track',
  expiresAt: 'track',
});

async function issueRegistration(tx: Tx<Pick<UserCtx, keyof UserCtx>> | Tx<ReturnType<typeof systemCtx>>, userId: string, label: string) {
  const { id, text } = await issueToken(tx, {
    tenantId: tx.tenantId,
    kind: 'registration',
    userId,
    label,
    lifetimeMs: REGISTRATION_LIFETIME,
  });
  const expiresAt = new Date(tx.clock.now() + REGISTRATION_LIFETIME);
  await audit(tx, auditedRegistration, { action: 'machine.create_registration', after: { id, label, expiresAt } });
  return { text, expiresAt };
}

/** A one-time token, and the lines to run on the machine. */
export async function createRegistration(ctx: UserCtx, serverUrl: string): Promise<Registration> {
  const { text, expiresAt } = await inTx(ctx, (tx) => issueRegistration(tx, ctx.actor.userId, ''));
  return { token: text, commands: installCommands(serverUrl, text), expiresAt: expiresAt.toISOString() };
}

/** Offers this very machine's agent a way in, once there is an administrator to whom it belongs and as long as it is not enrolled. */
export async function offerLocalRegistration(deps: Deps, owner: { tenantId: string; userId: string }): Promise<void> {
  const ctx = systemCtx(deps, owner.tenantId, 'local machine');
  if (await machines(ctx).hasLocal()) return;
  const { text } = await inTx(ctx, (tx) => issueRegistration(tx, owner.userId, LOCAL));
  deps.events.emit('machine.local-registration', { token: text });
}

const columnsOf = ({ tools, memoryBytes, ...facts }: MachineFacts) => ({ ...facts, memoryBytes: BigInt(memoryBytes), tools });

async function freeName(tx: Tx<Pick<UserCtx, 'tenantId' | 'database' | 'db'>>, hostname: string): Promise<string> {
  const base = hostname.replace(/\.local$/, '').slice(0, 70) || 'machine';
  for (let n = 1; ; n++) {
    const name = n === 1 ? base : `${base}-${n}`;
    if (!(await machines(tx).nameTaken(name))) return name;
  }
}

/** An answer that was lost on its way is asked for again by the same instance: it gets a new credential for the machine it has become. */
async function earlierEnrolment(tx: Tx<OpenCtx & { tenantId: string }>, token: TokenRow, instanceId: string): Promise<MachineRow | null> {
  if (!token.machineId) return null;
  const machine = await machines(tx).find(token.machineId);
  if (machine?.instanceId !== instanceId)
    throw new AppError('FORBIDDEN', 'This registration token was used already. Make a new one.', { reason: 'registration_used' });
  return machine;
}

/** Trades a registration token for a machine credential. A failed enrolment does not burn the token, a completed one does. */
export async function enrol(ctx: OpenCtx, { token: text, instanceId, facts }: Enrol): Promise<Enrolled> {
  requireProtocol(facts.protocol);
  const token = await verifyToken(ctx, 'registration', text);
  const { tenantId, userId } = token;
  if (!userId) throw new AppError('FORBIDDEN', 'This registration token belongs to nobody.');
  return inTx({ ...ctx, tenantId }, async (tx) => {
    const now = new Date(tx.clock.now());
    const current = await bindable(tx, token.id);
    const earlier = await earlierEnrolment(tx, current, instanceId);
    const local = token.label === LOCAL;
    const machine =
      earlier ??
      (await machines(tx).create({
        id: newId(),
        ownerId: userId,
        name: await freeName(tx, facts.hostname),
        historyPolicy: local ? tx.config.OPENACE_LOCAL_HISTORY : 'usage',
        local,
        instanceId,
        createdAt: now,
        updatedAt: now,
        ...columnsOf(facts),
      }));
    await bindToken(tx, token.id, machine.id);
    await revokeTokens(tx, { tenantId, kind: 'machine', machineId: machine.id }, now);
    const credential = await issueToken(tx, { tenantId, kind: 'machine', machineId: machine.id, userId, lifetimeMs: CREDENTIAL_LIFETIME });
    const actor = { kind: 'agent', machineId: machine.id, machineName: machine.name, ownerId: userId, tenantId, tokenId: '' } as const;
    await audit({ ...tx, actor }, auditedMachine, { action: 'machine.enrol', after: machine });
    afterTx(tx, () => tx.events.emit('machine.changed', { tenantId, machineId: machine.id }));
    return { machineId: machine.id, credential: credential.text };
  });
}

/** The token as it is now, locked by being read inside the transaction: two machines that race with one token do not both get in. */
async function bindable(tx: Tx<OpenCtx & { tenantId: string }>, id: string): Promise<TokenRow> {
  return bindToken(tx, id, undefined);
}

function requireProtocol(protocol: number): void {
  if (protocol === PROTOCOL_VERSION || protocol === PROTOCOL_VERSION - 1) return;
  const older = protocol < PROTOCOL_VERSION;
  throw new AppError(
    'PRECONDITION',
    older ? 'This agent is too old for the server. Update it.' : 'This agent is newer than the server. Update the server first.',
    { reason: 'protocol_mismatch' },
  );
}

/** What an agent says first on every connection. One instance holds a machine: a copied credential is refused while the other lives. */
export async function hello(ctx: AgentCtx, { instanceId, facts, vitals }: Hello): Promise<Welcome> {
  requireProtocol(facts.protocol);
  takeArrival(ctx);
  return inTx(ctx, async (tx) => {
    const before = await machines(tx).require(ctx.actor.machineId);
    const now = tx.clock.now();
    if (before.instanceId !== instanceId && isPresent(before, now)) {
      throw new AppError('CONFLICT', 'Another agent holds this machine. Stop it, or enrol this one anew.', { reason: 'instance_conflict' });
    }
    await acknowledgeCredential(tx);
    const machine = await machines(tx).update(
      before,
      { ...columnsOf(facts), ...(vitals && vitalColumns(vitals)), instanceId, ...heardOf(now) },
      new Date(now),
    );
    afterTx(tx, () => tx.events.emit('machine.changed', { tenantId: tx.tenantId, machineId: machine.id }));
    return {
      machineId: machine.id,
      protocol: PROTOCOL_VERSION,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      historyPolicy: await historyPolicyOf(tx, machine),
      acpAgents: (await listAcpAgents(tx)).items,
    };
  });
}
