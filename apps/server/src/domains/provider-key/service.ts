import {
  type CreateProviderKey,
  defaultBaseUrls,
  type GetProviderKey,
  type ListProviderKeys,
  type Provider,
  ProviderKey,
  type ProviderKeyPage,
  type UpdateProviderKey,
} from '@open-ace/contracts/provider-key';
import { audit } from '#platform/audit/audit';
import type { UserCtx } from '#platform/context';
import { pageOf } from '#platform/db/page';
import { afterTx, inTx, type Tx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { newId } from '#platform/ids';
import { auditedProviderKey } from './audited-provider-key.ts';
import { soundBaseUrl } from './base-url.ts';
import type {} from './events.ts';
import { type ProviderKeyRow, providerKeys, working } from './repository.ts';

function toProviderKey(row: ProviderKeyRow, now: number): ProviderKey {
  const { testedAt, testOutcome, testMessage, coolingUntil, failingSince, lastUsedAt, lastFailureAt, lastFailure } = row;
  const isCooling = coolingUntil !== null && coolingUntil.getTime() > now;
  const wasTried = lastUsedAt !== null || testedAt !== null;
  return ProviderKey.parse({
    ...row,
    health: {
      state: failingSince ? 'failing' : wasTried ? 'ok' : 'unknown',
      failingSince: failingSince?.toISOString() ?? null,
      coolingUntil: isCooling ? coolingUntil.toISOString() : null,
      lastFailure: lastFailureAt && { at: lastFailureAt.toISOString(), reason: lastFailure ?? '' },
    },
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    test: testedAt && { at: testedAt.toISOString(), outcome: testOutcome, message: testMessage },
  });
}

/** Of a short secret, four characters would be too much of it. */
const lastFourOf = (secret: string) => (secret.length < 8 ? '' : secret.slice(-4));

/** Bound to its row, so that a sealed text moved to another key's row does not open. */
export function openSecret({ keys }: Pick<UserCtx, 'keys'>, row: Pick<ProviderKeyRow, 'id' | 'sealed'>): string {
  return keys.open('provider-key', row.sealed, row.id);
}

const sealSecret = ({ keys }: Pick<UserCtx, 'keys'>, id: string, secret: string) => ({
  sealed: keys.seal('provider-key', secret, id),
  lastFour: lastFourOf(secret),
});

async function requireFreeName(tx: Tx<UserCtx>, name: string | undefined, exceptId?: string): Promise<void> {
  if (name === undefined || !(await providerKeys(tx).nameTaken(name, exceptId))) return;
  const message = 'This name is taken. Names are unique within a tenant.';
  throw new AppError('CONFLICT', message, { reason: 'name_taken', fields: { name: message } });
}

export const announce = (tx: Tx<UserCtx>) => afterTx(tx, () => tx.events.emit('provider-key.changed', { tenantId: tx.tenantId }));

export async function listProviderKeys(ctx: UserCtx, input: ListProviderKeys): Promise<ProviderKeyPage> {
  const now = ctx.clock.now();
  return pageOf(await providerKeys(ctx).list(input), input, (row) => toProviderKey(row, now));
}

export async function getProviderKey(ctx: UserCtx, { providerKeyId }: GetProviderKey): Promise<ProviderKey> {
  return toProviderKey(await providerKeys(ctx).require(providerKeyId), ctx.clock.now());
}

/** OpenAI made the Responses API; what is compatible with it mostly has chat completions alone. */
const speaksResponses = (provider: Provider) => provider !== 'openai-compatible';

export async function createProviderKey(
  ctx: UserCtx,
  { provider, name, apiKey, baseUrl, ...routing }: CreateProviderKey,
): Promise<ProviderKey> {
  const given = baseUrl ?? (provider === 'openai-compatible' ? '' : defaultBaseUrls[provider]);
  const id = newId();
  const now = new Date(ctx.clock.now());
  const sound = soundBaseUrl(ctx.config, given);
  return inTx(ctx, async (tx) => {
    await requireFreeName(tx, name);
    const after = await providerKeys(tx).create({
      id,
      provider,
      name,
      baseUrl: sound,
      speaksResponses: speaksResponses(provider),
      ...routing,
      ...sealSecret(tx, id, apiKey),
      createdById: tx.actor.userId,
      createdAt: now,
      updatedAt: now,
    });
    await audit(tx, auditedProviderKey, { action: 'provider_key.create', after });
    announce(tx);
    return toProviderKey(after, tx.clock.now());
  });
}

export async function updateProviderKey(ctx: UserCtx, { providerKeyId, apiKey, baseUrl, ...change }: UpdateProviderKey) {
  return inTx(ctx, async (tx) => {
    const before = await providerKeys(tx).require(providerKeyId);
    await requireFreeName(tx, change.name, providerKeyId);
    const given = {
      ...Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)),
      ...(baseUrl !== undefined && { baseUrl: soundBaseUrl(tx.config, baseUrl) }),
      ...(apiKey !== undefined && sealSecret(tx, providerKeyId, apiKey)),
      ...((apiKey !== undefined || baseUrl !== undefined) && { ...untested, ...working }),
    };
    const after = await providerKeys(tx).update(before, given, new Date(tx.clock.now()));
    await audit(tx, auditedProviderKey, { action: 'provider_key.update', before, after });
    announce(tx);
    return toProviderKey(after, tx.clock.now());
  });
}

/** What the last test found was found with another key, or at another address. */
const untested = { testedAt: null, testOutcome: null, testMessage: null };

/** Takes the key away for good; calls that went out with it keep its id in the ledger. */
export async function deleteProviderKey(ctx: UserCtx, { providerKeyId }: GetProviderKey): Promise<ProviderKey> {
  return inTx(ctx, async (tx) => {
    const before = await providerKeys(tx).require(providerKeyId);
    await providerKeys(tx).delete(providerKeyId);
    await audit(tx, auditedProviderKey, { action: 'provider_key.delete', before });
    announce(tx);
    return toProviderKey(before, tx.clock.now());
  });
}
