import type { Session } from '@open-ace/contracts/session';

export interface SessionGroup {
  key: 'needs_you' | 'today' | 'yesterday' | 'earlier';
  sessions: Session[];
}

const order: SessionGroup['key'][] = ['needs_you', 'today', 'yesterday', 'earlier'];

/** Beginnings of days on the viewer's wall, epoch milliseconds. */
function startOfDay(now: number, shift: number): number {
  const day = new Date(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + shift).getTime();
}

function groupOf({ status, lastActivityAt }: Session, now: number): SessionGroup['key'] {
  if (status === 'needs_you') return 'needs_you';
  const at = Date.parse(lastActivityAt);
  if (at >= startOfDay(now, 0)) return 'today';
  return at >= startOfDay(now, -1) ? 'yesterday' : 'earlier';
}

/** Those that wait for somebody first, the rest by day; each group from the newest on. */
export function groupSessions(sessions: readonly Session[], now: number): SessionGroup[] {
  const groups = new Map<SessionGroup['key'], Session[]>();
  for (const session of [...sessions].sort(newestFirst)) {
    const key = groupOf(session, now);
    groups.set(key, [...(groups.get(key) ?? []), session]);
  }
  return order.flatMap((key) => {
    const found = groups.get(key);
    return found ? [{ key, sessions: found }] : [];
  });
}

const newestFirst = (a: Session, b: Session) => b.lastActivityAt.localeCompare(a.lastActivityAt) || b.id.localeCompare(a.id);

interface Page {
  items: Session[];
  nextCursor: string | null;
}

/** Each once: activity moves sessions between pages while they are loaded. */
export function sessionsOf(pages: readonly Page[] | undefined): Session[] {
  return [...new Map((pages ?? []).flatMap(({ items }) => items).map((session) => [session.id, session])).values()];
}

/** The pages of a list with a session as it is now: in its place, or new at the top if it belongs among what is loaded. */
export function placeSession<Some extends Page>(pages: Some[], session: Session, insert: boolean): Some[] {
  if (pages.some(({ items }) => items.some(({ id }) => id === session.id))) {
    return pages.map((page) => ({ ...page, items: page.items.map((item) => (item.id === session.id ? session : item)) }));
  }
  const oldest = pages.at(-1)?.items.at(-1);
  const isLoaded = !oldest || pages.at(-1)?.nextCursor === null || newestFirst(session, oldest) < 0;
  const [first, ...rest] = pages;
  return insert && first && isLoaded ? [{ ...first, items: [session, ...first.items] }, ...rest] : pages;
}

/** Folders that were worked in on a machine, the newest first; where no tool ever started there may be none. */
export function recentFolders(sessions: readonly Session[], machineId: string): string[] {
  const worked = sessions.filter(
    ({ machine, status, toolVersion }) => machine.id === machineId && !(status === 'error' && toolVersion === ''),
  );
  return [...new Set(worked.sort(newestFirst).map(({ cwd }) => cwd))];
}
