import type { Provider } from '@open-ace/contracts/provider-key';
import { MINUTE } from '#platform/clock';
import { type Deps, systemCtx } from '#platform/context';
import { inTx } from '#platform/db/tx';
import type {} from './events.ts';
import { type ProviderKeyRow, providerKeys } from './repository.ts';
import { openSecret } from './service.ts';

/** A key that a call may go out with. The secret is for the provider's header alone. */
export interface UsableKey {
  id: string;
  name: string;
  /** Of the base URL: scheme, host and port; and its path, '' for none. */
  origin: string;
  basePath: string;
  secret: string;
}

export interface KeyCabinet {
  /** The tenant's enabled keys of a provider, oldest first. */
  usable(tenantId: string, provider: Provider): Promise<UsableKey[]>;
  /** Says that a key was used; written down at most once a minute, and not waited for. */
  noteUse(tenantId: string, id: string): void;
}

/** A key that was disabled or replaced on another replica is out of use after this. */
const REMEMBERED_MS = 500;

/** Keys of all tenants as calls need them: a list is read at most twice a second, a secret opened once as long as it is the same. */
export function createKeyCabinet(deps: Deps): KeyCabinet {
  const lists = new Map<string, { at: number; keys: Promise<UsableKey[]> }>();
  const opened = new Map<string, { updatedAt: number; key: UsableKey }>();
  const usedAt = new Map<string, number>();

  deps.events.on('provider-key.changed', ({ tenantId }) => {
    for (const name of lists.keys()) if (name.startsWith(`${tenantId}:`)) lists.delete(name);
    // Also of keys that are gone: no secret stays in memory for nothing.
    opened.clear();
  });

  function open(row: ProviderKeyRow): UsableKey[] {
    const known = opened.get(row.id);
    if (known?.updatedAt === row.updatedAt.getTime()) return [known.key];
    try {
      const { origin, pathname } = new URL(row.baseUrl);
      const basePath = pathname === '/' ? '' : pathname;
      const key = { id: row.id, name: row.name, origin, basePath, secret: openSecret(deps, row) };
      opened.set(row.id, { updatedAt: row.updatedAt.getTime(), key });
      return [key];
    } catch {
      // Sealed under another OPENACE_SECRET_KEY: no call can use it.
      deps.log.error({ providerKeyId: row.id }, 'a provider key could not be opened');
      return [];
    }
  }

  async function read(tenantId: string, provider: Provider): Promise<UsableKey[]> {
    return (await providerKeys({ db: deps.db, tenantId }).enabled(provider)).flatMap(open);
  }

  return {
    usable(tenantId, provider) {
      const name = `${tenantId}:${provider}`;
      const now = performance.now();
      const known = lists.get(name);
      if (known && now - known.at < REMEMBERED_MS) return known.keys;
      const keys = read(tenantId, provider);
      lists.set(name, { at: now, keys });
      keys.catch(() => lists.delete(name));
      return keys;
    },
    noteUse(tenantId, id) {
      const now = deps.clock.now();
      if (now - (usedAt.get(id) ?? 0) < MINUTE) return;
      usedAt.set(id, now);
      inTx(systemCtx(deps, tenantId, 'gateway'), (tx) => providerKeys(tx).touch([id], new Date(now))).catch((error: unknown) =>
        deps.log.warn({ err: error }, 'the last use of a provider key could not be written'),
      );
    },
  };
}
