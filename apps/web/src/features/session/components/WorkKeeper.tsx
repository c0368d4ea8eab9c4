import { useHotkeys, useThrottledCallback } from '@mantine/hooks';
import { useSubscription } from '@trpc/tanstack-react-query';
import { useMatch, useNavigate } from 'react-router';
import { usePreferences } from '#lib/preferences.ts';
import { queryClient, trpc } from '#lib/trpc.ts';
import { useLiveMachines } from '#modules/machine/live-machines.ts';
import { useMay } from '#modules/me/me.ts';
import { newSessionPage, sessionPattern } from '../pages.ts';
import { useSameAgain } from '../use-same-again.ts';
import { refreshSession } from '../use-sessions.ts';

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

/** What runs as long as Work is open, whatever of it is on show: live figures and the keys. */
export function WorkKeeper() {
  const navigate = useNavigate();
  const characters = usePreferences(({ characterShortcuts }) => characterShortcuts);
  const { again } = useSameAgain();
  useLiveUsage();
  useLiveMachines();
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
