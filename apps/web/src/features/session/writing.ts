import { create } from 'zustand';
import { createJSONStorage, persist, type StateStorage } from 'zustand/middleware';
import type { UnsentMessage } from './unsent.ts';

interface Writing {
  /** Whose it is: several people may use a browser. */
  writer: string;
  /** What is typed and not sent, by session. */
  drafts: Record<string, string>;
  /** What is sent and not confirmed, by session. */
  unsent: Record<string, UnsentMessage[]>;
  write: (sessionId: string, text: string) => void;
  /** What somebody else left is not shown to this person. */
  claim: (userId: string) => void;
  setUnsent: (sessionId: string, change: (before: UnsentMessage[]) => UnsentMessage[]) => void;
}

/** A browser keeps some megabytes a page; what is longer lasts until the page is reloaded. */
export const tabStorage = {
  getItem: (name: string) => sessionStorage.getItem(name),
  removeItem: (name: string) => sessionStorage.removeItem(name),
  setItem(name: string, value: string) {
    try {
      sessionStorage.setItem(name, value);
    } catch {
      sessionStorage.removeItem(name);
    }
  },
} satisfies StateStorage;

const without = <Value>(record: Record<string, Value>, key: string): Record<string, Value> =>
  Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));

/** What people write outlives a reload of the page, in this tab alone. */
export const useWriting = create<Writing>()(
  persist(
    (set) => ({
      writer: '',
      drafts: {},
      unsent: {},
      write: (sessionId, text) =>
        set(({ drafts }) => ({ drafts: text === '' ? without(drafts, sessionId) : { ...drafts, [sessionId]: text } })),
      claim: (userId) =>
        set(({ writer }) => (writer === '' || writer === userId ? { writer: userId } : { writer: userId, drafts: {}, unsent: {} })),
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
      partialize: ({ writer, drafts, unsent }) => ({ writer, drafts, unsent }),
    },
  ),
);
