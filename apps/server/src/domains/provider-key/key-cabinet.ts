import { Provider } from '@open-ace/contracts/provider-key';
import { z } from 'zod';
import { MINUTE } from '#platform/clock';
import { type Deps, systemCtx } from '#platform/context';
import { inTx } from '#platform/db/tx';
import { remember } from '#platform/memory';
import type {} from './events.ts';
import { type ProviderKeyRow, providerKeys } from './repository.ts';
import { openSecret } from './service.ts';

/** A key that a call may go out with. The secret is for the provider's header alone. */
export interface UsableKey {
  id: string;
  provider: Provider;
  name: string;
  /** Of the base URL: scheme, host and port; and its path, '' for none. */
  origin: string;
  basePath: string;
  secret: string;
  priority: number;
  weight: number;
  models: string[];
  machineIds: string[];
  tools: string[];
  speaksResponses: boolean;
  attribution: boolean;
  /** Epoch milliseconds; 0 for a key that works. */
  coolingUntil: number;
}

export interface KeyCabinet {
  /** The tenant's enabled keys, oldest first. */
  usable(tenantId: string): Promise<UsableKey[]>;
  /** Says that a key was used; written down at most once a minute, and not waited for. */
  noteUse(tenantId: string, id: string): void;
  /** Says that a key failed, and until when others are better tried. Not waited for; other replicas know within a second. */
  noteFailure(tenantId: string, key: UsableKey, reason: string, coolingUntil: number): void;
  /** Says that a key works again. */
  noteSuccess(tenantId: string, key: UsableKey): void;
}

const Texts = z.array(z.string());

/** Keys of all tenants as calls need them: a list is read at most twice a second, a secret opened once as long as it is the same. */
export function createKeyCabinet(deps: Deps): KeyCabinet {
  const lists = remember(read);
  const opened = new Map<string, { updatedAt: number; key: Omit<UsableKey, 'coolingUntil'> }>();
  const usedAt = new Map<string, number>();
  /** What this replica knows before the database tells. */
  const cooling = new Map<string, number>();

  deps.events.on('provider-key.changed', ({ tenantId }) => {
    lists.forget(tenantId);
    // Also of keys that are gone: no secret stays in memory for nothing.
    opened.clear();
    cooling.clear();
  });

  function openRow(row: ProviderKeyRow): Omit<UsableKey, 'coolingUntil'> {
    const known = opened.get(row.id);
    if (known?.updatedAt === row.updatedAt.getTime()) return known.key;
    const { id, name, priority, weight, speaksResponses, attribution } = row;
    const { origin, pathname } = new URL(row.baseUrl);
    const key = {
      id,
      name,
      priority,
      weight,
      speaksResponses,
      attribution,
      provider: Provider.parse(row.provider),
      origin,
      basePath: pathname === '/' ? '' : pathname,
      secret: openSecret(deps, row),
      models: Texts.parse(row.models),
      machineIds: Texts.parse(row.machineIds),
      tools: Texts.parse(row.tools),
    };
    opened.set(id, { updatedAt: row.updatedAt.getTime(), key });
    return key;
  }

  function open(row: ProviderKeyRow): UsableKey[] {
    try {
      const coolingUntil = Math.max(row.coolingUntil?.getTime() ?? 0, cooling.get(row.id) ?? 0);
      return [{ ...openRow(row), coolingUntil }];
    } catch {
      // Sealed under another OPENACE_SECRET_KEY: no call can use it.
      deps.log.error({ providerKeyId: row.id }, 'a provider key could not be opened');
      return [];
    }
  }

  async function read(tenantId: string): Promise<UsableKey[]> {
    return (await providerKeys({ db: deps.db, tenantId }).enabled()).flatMap(open);
  }

  const write = (tenantId: string, work: (keys: ReturnType<typeof providerKeys>) => Promise<void>) =>
    void inTx(systemCtx(deps, tenantId, 'gateway'), (tx) => work(providerKeys(tx))).catch((error: unknown) =>
      deps.log.warn({ err: error }, 'the use of a provider key could not be written'),
    );

  return {
    usable: (tenantId) => lists.get(tenantId),
    noteUse(tenantId, id) {
      const now = deps.clock.now();
      if (now - (usedAt.get(id) ?? 0) < MINUTE) return;
      usedAt.set(id, now);
      write(tenantId, (keys) => keys.touch([id], new Date(now)));
    },
    noteFailure(tenantId, key, reason, coolingUntil) {
      // A busy server fails many calls with one key: the first of them says it for all.
      if ((cooling.get(key.id) ?? 0) > deps.clock.now()) return;
      cooling.set(key.id, coolingUntil);
      key.coolingUntil = coolingUntil;
      lists.forget(tenantId);
      const failure = { lastFailureAt: new Date(deps.clock.now()), lastFailure: reason };
      write(tenantId, (keys) => keys.noteHealth(key.id, { coolingUntil: new Date(coolingUntil), ...failure }));
    },
    noteSuccess(tenantId, key) {
      if (key.coolingUntil === 0) return;
      cooling.delete(key.id);
      key.coolingUntil = 0;
      lists.forget(tenantId);
      write(tenantId, (keys) => keys.noteHealth(key.id, { coolingUntil: null }));
    },
  };
}
