import { Provider } from '@open-ace/contracts/provider-key';
import { z } from 'zod';
import { MINUTE } from '#platform/clock';
import { type Deps, systemCtx } from '#platform/context';
import { inTx } from '#platform/db/tx';
import { remember } from '#platform/memory';
import type {} from './events.ts';
import { type CallableKeyRow, callableKeys, providerKeys, working } from './repository.ts';
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
  /** Epoch milliseconds; 0 for none. */
  coolingUntil: number;
  /** Since it worked last; and when the first of them was, in epoch milliseconds. */
  failures: number;
  failingSince: number | null;
}

/** That a key did not do, and for how long others are better tried. */
export interface KeyFailure {
  reason: string;
  coolForMs: number;
  /** The provider says so itself; else the pause grows with each failure. */
  isTold?: boolean;
}

/** A provider is asked again at least this often. */
const LONGEST_PAUSE = 15 * MINUTE;

const pauseAfter = ({ coolForMs, isTold }: KeyFailure, failures: number) =>
  isTold ? coolForMs : Math.min(coolForMs * 2 ** failures, LONGEST_PAUSE);

export interface KeyCabinet {
  /** The tenant's enabled keys, oldest first. */
  usable(tenantId: string): Promise<UsableKey[]>;
  /** Says that a key was used; written down at most once a minute, and not waited for. */
  noteUse(tenantId: string, id: string): void;
  /** Says that a key failed, so that others are better tried for a while. Not waited for; other replicas know within a second. */
  noteFailure(tenantId: string, key: UsableKey, failure: KeyFailure): void;
  /** Says that a key works again. */
  noteSuccess(tenantId: string, key: UsableKey): void;
}

type OpenedKey = Omit<UsableKey, keyof KeyHealth>;
type KeyHealth = Pick<UsableKey, 'coolingUntil' | 'failures' | 'failingSince'>;

const Texts = z.array(z.string());

/** Keys of all tenants as calls need them: a list is read at most twice a second, a secret opened once as long as it is the same. */
export function createKeyCabinet(deps: Deps): KeyCabinet {
  const lists = remember(read);
  const opened = new Map<string, { updatedAt: number; key: OpenedKey }>();
  const usedAt = new Map<string, number>();
  /** What this replica knows before the database tells. */
  const health = new Map<string, KeyHealth>();

  deps.events.on('provider-key.changed', ({ tenantId }) => {
    lists.forget(tenantId);
    // Also of keys that are gone: no secret stays in memory for nothing.
    opened.clear();
    health.clear();
  });

  function openRow(row: CallableKeyRow): OpenedKey {
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

  function open(row: CallableKeyRow): UsableKey[] {
    try {
      const { coolingUntil, failures, failingSince } = row;
      const told = { coolingUntil: coolingUntil?.getTime() ?? 0, failures, failingSince: failingSince?.getTime() ?? null };
      const known = health.get(row.id);
      return [{ ...openRow(row), ...(known && known.coolingUntil > told.coolingUntil ? known : told) }];
    } catch {
      // Sealed under another OPENACE_SECRET_KEY: no call can use it.
      deps.log.error({ providerKeyId: row.id }, 'a provider key could not be opened');
      return [];
    }
  }

  async function read(tenantId: string): Promise<UsableKey[]> {
    return (await callableKeys(deps.database.rawReader, tenantId)).flatMap(open);
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
    noteFailure(tenantId, key, failure) {
      const now = deps.clock.now();
      // A busy server fails many calls with one key: the first of them says it for all.
      if ((health.get(key.id)?.coolingUntil ?? 0) > now) return;
      const { failures, failingSince } = key;
      const failing = { coolingUntil: now + pauseAfter(failure, failures), failures: failures + 1, failingSince: failingSince ?? now };
      health.set(key.id, failing);
      Object.assign(key, failing);
      lists.forget(tenantId);
      const row = { ...failing, coolingUntil: new Date(failing.coolingUntil), failingSince: new Date(failing.failingSince) };
      write(tenantId, (keys) => keys.noteHealth(key.id, { ...row, lastFailureAt: new Date(now), lastFailure: failure.reason }));
    },
    noteSuccess(tenantId, key) {
      if (key.failingSince === null) return;
      health.delete(key.id);
      Object.assign(key, { coolingUntil: 0, failures: 0, failingSince: null });
      lists.forget(tenantId);
      write(tenantId, (keys) => keys.noteHealth(key.id, working));
    },
  };
}
