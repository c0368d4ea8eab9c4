import { create } from 'zustand';
import { createJSONStorage, persist, type StateStorage } from 'zustand/middleware';
import type { UnsentMessage } from './unsent.ts';

interface Writing {
  /** What is typed and not sent, by session. */
  drafts: Record<string, string>;
  /** What is sent and not confirmed, by session. */
  unsent: Record<string, UnsentMessage[]>;
  write: (sessionId: string, text: string) => void;
  setUnsent: (sessionId: string, change: (before: UnsentMessage[]) => UnsentMessage[]) => void;
}

/** A browser keeps some megabytes a page; what is longer lasts until the page is reloaded. */
const tabStorage: StateStorage = {
  getItem: (name) => sessionStorage.getItem(name),
  removeItem: (name) => sessionStorage.removeItem(name),
  setItem(name, value) {
    try {
      sessionStorage.setItem(name, value);
    } catch {
      sessionStorage.removeItem(name);
    }
  },
};

const without = <Value>(record: Record<string, Value>, key: string): Record<string, Value> =>
  Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));

/** What people write outlives a reload of the page, in this tab alone. */
export const useWriting = create<Writing>()(
  persist(
    (set) => ({
      drafts: {},
      unsent: {},
      write: (sessionId, text) =>
        set(({ drafts }) => ({ drafts: text === '' ? without(drafts, sessionId) : { ...drafts, [sessionId]: text } })),
      setUnsent: (sessionId, change) =>
        set(({ unsent }) => {
          const left = change(unsent[sessionId] ?? []);
          return { unsent: left.length === 0 ? without(unsent, sessionId) : { ...unsent, [sessionId]: left } };
        }),
    }),
    {
      name: 'open-ace-writing',
      version: 1,
      storage: createJSONStorage(() => tabStorage),
      partialize: ({ drafts, unsent }) => ({ drafts, unsent }),
    },
  ),
);
