import { useThrottledCallback } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import { useMay } from '#modules/me/me.ts';
import { useUsageChanges } from '#modules/usage/live.ts';
import { useSessionChanges } from './use-session-changes.ts';
import { refreshSession, storeSession } from './use-sessions.ts';

const nearTop = 80;
const atMostEvery = 2_000;

/**
 * Follows everybody's sessions without moving what is being read: at the top of the list it is read anew, so that new ones come and
 * those that no filter fits any more go; further down, or with a row open, rows change in their place.
 */
export function useLiveSessions(reload: () => Promise<unknown>, openId: string | undefined) {
  const look = useThrottledCallback(() => {
    if (openId === undefined && window.scrollY < nearTop && document.visibilityState === 'visible') void reload();
  }, atMostEvery);
  useSessionChanges({
    everyone: true,
    onChange: (session) => {
      storeSession(session);
      look();
    },
    onBack: () => void reload(),
  });
  useUsageChanges(
    () => {
      if (openId !== undefined) void refreshSession(openId);
      look();
    },
    { enabled: useMay()('view_dashboard') },
  );

  // What was told of a session may be older than its row; and who stops reading wants to see what came meanwhile.
  const before = useRef(openId);
  useEffect(() => {
    if (openId !== undefined) void refreshSession(openId);
    else if (before.current !== undefined) look();
    before.current = openId;
  }, [openId, look]);
}
