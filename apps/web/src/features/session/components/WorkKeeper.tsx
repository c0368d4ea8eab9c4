import { useHotkeys, useThrottledCallback } from '@mantine/hooks';
import { useSubscription } from '@trpc/tanstack-react-query';
import { useEffect, useRef } from 'react';
import { useMatch, useNavigate } from 'react-router';
import { useTitleCount } from '#lib/page-title.ts';
import { usePreferences } from '#lib/preferences.ts';
import { queryClient, trpc } from '#lib/trpc.ts';
import { useLiveMachines } from '#modules/machine/live-machines.ts';
import { useMay } from '#modules/me/me.ts';
import { newSessionPage, sessionPattern } from '../pages.ts';
import { useSameAgain } from '../use-same-again.ts';
import { refreshSession, reloadSessions, storeSession, useSessions } from '../use-sessions.ts';

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

/** The ledger tells that it changed and not of which session: what is looked at is asked for soon, the rest now and then. */
function useLiveUsage() {
  const sessionId = useMatch(sessionPattern)?.params.sessionId;
  const figures = useThrottledCallback(() => {
    void queryClient.invalidateQueries(trpc.usage.summary.pathFilter());
    if (sessionId) void refreshSession(sessionId);
  }, 2_000);
  const lists = useThrottledCallback(() => void queryClient.invalidateQueries(trpc.session.list.infiniteQueryFilter()), 15_000);
  const onData = () => {
    figures();
    lists();
  };
  useSubscription(trpc.usage.changes.subscriptionOptions(undefined, { onData, enabled: useMay()('view_dashboard') }));
}

/** What runs as long as Work is open, whatever of it is on show: live sessions, their count in the title, the keys. */
export function WorkKeeper() {
  const navigate = useNavigate();
  const characters = usePreferences(({ characterShortcuts }) => characterShortcuts);
  const { sessions } = useSessions();
  const { again } = useSameAgain();
  useSessionChanges();
  useLiveUsage();
  useLiveMachines();
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
