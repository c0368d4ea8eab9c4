import { useSubscription } from '@trpc/tanstack-react-query';
import { useEffect, useRef } from 'react';
import { useTitleCount } from '#lib/page-title.ts';
import { trpc } from '#lib/trpc.ts';
import { reloadSessions, storeSession, useWaitingCount } from '../use-sessions.ts';

const triesAgainAfter = 3_000;

/** Keeps sessions on show those of now. A reader who comes back is not told what it missed, so it reads the lists anew. */
function useSessionChanges() {
  const started = useRef(false);
  const changes = useSubscription(
    trpc.session.changes.subscriptionOptions(undefined, {
      onData: ({ data }) => storeSession(data),
      onStarted: () => {
        if (started.current) reloadSessions();
        started.current = true;
      },
    }),
  );
  const { status, reset } = changes;
  useEffect(() => {
    if (status !== 'error') return;
    const timer = window.setTimeout(reset, triesAgainAfter);
    return () => window.clearTimeout(timer);
  }, [status, reset]);
}

/** What runs on every page, since an agent may wait for its person wherever that one is: live sessions, and their count in the title. */
export function SessionWatch() {
  useSessionChanges();
  useTitleCount(useWaitingCount());
  return null;
}
