import { useHotkeys } from '@mantine/hooks';
import { useSubscription } from '@trpc/tanstack-react-query';
import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { useTitleCount } from '#lib/page-title.ts';
import { usePreferences } from '#lib/preferences.ts';
import { trpc } from '#lib/trpc.ts';
import { newSessionPage } from '../pages.ts';
import { useSameAgain } from '../use-same-again.ts';
import { reloadSessions, storeSession, useSessions } from '../use-sessions.ts';

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

/** What runs as long as Work is open, whatever of it is on show: live sessions, their count in the title, the keys. */
export function WorkKeeper() {
  const navigate = useNavigate();
  const characters = usePreferences(({ characterShortcuts }) => characterShortcuts);
  const { sessions } = useSessions();
  const { again } = useSameAgain();
  useSessionChanges();
  useTitleCount(sessions.filter(({ status }) => status === 'needs_you').length);
  useHotkeys(
    characters
      ? [
          ['N', () => void navigate(newSessionPage.path)],
          ['shift+N', () => again()],
        ]
      : [],
  );
  return null;
}
