import type { Session } from '@open-ace/contracts/session';
import { create } from 'zustand';

interface Seen {
  /** When a session was last active as its person looked at it last; ISO, by session. */
  seen: Record<string, string>;
  see: (sessionId: string, activeAt: string) => void;
}

const most = 200;

export const useSeen = create<Seen>()((set) => ({
  seen: {},
  see: (sessionId, activeAt) =>
    set(({ seen }) => {
      if ((seen[sessionId] ?? '') >= activeAt) return {};
      const newest = Object.entries({ ...seen, [sessionId]: activeAt }).sort(([, one], [, other]) => other.localeCompare(one));
      return { seen: Object.fromEntries(newest.slice(0, most)) };
    }),
}));

export const isAtRest = (status: Session['status']): boolean => status === 'idle' || status === 'ended' || status === 'error';

/** Something came of it since its person looked. What nobody ever looked at is not news, nor that a session was stopped. */
export function isUnread(
  { id, status, lastActivityAt }: Pick<Session, 'id' | 'status' | 'lastActivityAt'>,
  seen: Record<string, string>,
): boolean {
  const at = seen[id];
  return at !== undefined && (status === 'idle' || status === 'error') && lastActivityAt > at;
}

export const useUnread = (session: Session): boolean => useSeen(({ seen }) => isUnread(session, seen));
