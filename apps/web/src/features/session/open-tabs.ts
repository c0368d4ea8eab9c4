import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';

interface OpenTabs {
  /** Sessions in the order of their tabs, by the person who opened them: a browser may be shared. */
  tabs: Record<string, string[]>;
  open: (userId: string, sessionId: string) => void;
  close: (userId: string, sessionId: string) => void;
}

const most = 20;

export const useOpenTabs = create<OpenTabs>()(
  persist(
    (set) => ({
      tabs: {},
      open: (userId, sessionId) =>
        set(({ tabs }) => {
          const own = tabs[userId] ?? [];
          return own.includes(sessionId) ? {} : { tabs: { ...tabs, [userId]: [...own, sessionId].slice(-most) } };
        }),
      close: (userId, sessionId) =>
        set(({ tabs }) => ({ tabs: { ...tabs, [userId]: (tabs[userId] ?? []).filter((id) => id !== sessionId) } })),
    }),
    { name: 'open-ace-tabs', version: 1, storage: createJSONStorage(() => localStorage), partialize: ({ tabs }) => ({ tabs }) },
  ),
);

/** The tab to go to when one closes: the one after it, else the one before. */
export function neighbour(tabs: readonly string[], closed: string): string | undefined {
  const place = tabs.indexOf(closed);
  return tabs[place + 1] ?? tabs[place - 1];
}
