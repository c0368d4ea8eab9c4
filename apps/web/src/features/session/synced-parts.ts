import { usePreferences } from '#lib/preferences.ts';
import type { SyncedPart } from '#lib/synced-state.ts';
import { useOpenTabs } from './open-tabs.ts';
import { useSeen } from './seen.ts';
import { useWriting } from './writing.ts';

const writtenAfter = 500;

/** A record, one key an entry; an entry that is taken away is undefined. */
function recordPart(
  prefix: string,
  read: () => Record<string, string>,
  subscribe: SyncedPart['subscribe'],
  take: (id: string, value?: string) => void,
) {
  const begin = `${prefix}:`;
  return {
    owns: (key) => key.startsWith(begin),
    read: () => Object.fromEntries(Object.entries(read()).map(([id, value]) => [begin + id, value])),
    apply: (key, value) => take(key.slice(begin.length), typeof value === 'string' ? value : undefined),
    subscribe,
    writtenAfter,
  } satisfies SyncedPart;
}

const drafts = recordPart(
  'draft',
  () => useWriting.getState().drafts,
  useWriting.subscribe,
  (sessionId, text = '') => useWriting.getState().write(sessionId, text),
);

const seen = recordPart(
  'seen',
  () => useSeen.getState().seen,
  useSeen.subscribe,
  (sessionId, activeAt) => activeAt !== undefined && useSeen.getState().see(sessionId, activeAt),
);

const tabsOf = (userId: string): SyncedPart => ({
  owns: (key) => key === 'tabs',
  read: () => ({ tabs: useOpenTabs.getState().tabs[userId] ?? [] }),
  apply(_key, value) {
    const ids = Array.isArray(value) ? value.filter((id) => typeof id === 'string') : [];
    useOpenTabs.setState(({ tabs }) => ({ tabs: { ...tabs, [userId]: ids } }));
  },
  subscribe: useOpenTabs.subscribe,
  writtenAfter,
});

const layout: SyncedPart = {
  owns: (key) => key === 'layout',
  read: () => ({ layout: usePreferences.getState().layout }),
  apply(_key, value) {
    if (typeof value === 'object' && value !== null) usePreferences.getState().setLayout(value);
  },
  subscribe: usePreferences.subscribe,
  writtenAfter,
};

/** What of this browser follows a person. */
export const syncedParts = (userId: string): SyncedPart[] => [drafts, seen, tabsOf(userId), layout];
