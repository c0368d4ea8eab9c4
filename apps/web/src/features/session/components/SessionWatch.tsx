import { useTitleCount } from '#lib/page-title.ts';
import { useSessionChanges } from '../use-session-changes.ts';
import { reloadSessions, storeOwnSession } from '../use-sessions.ts';
import { followWaiting, useWaitingCount } from '../use-waiting.ts';

/** What runs on every page, since an agent may wait for its person wherever that one is: live sessions, and their count in the title. */
export function SessionWatch() {
  useSessionChanges({
    onChange: (session) => {
      storeOwnSession(session);
      followWaiting(session);
    },
    onBack: reloadSessions,
  });
  useTitleCount(useWaitingCount());
  return null;
}
