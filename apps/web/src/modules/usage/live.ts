import { useDocumentVisibility, useThrottledCallback } from '@mantine/hooks';
import { useSubscription } from '@trpc/tanstack-react-query';
import { useEffect, useRef } from 'react';
import { trpc } from '#lib/trpc.ts';

/** A first read of a long history changes figures several times a second; nobody reads that fast. */
const atMostEvery = 1_000;

interface Follow {
  /** Also when calls begin and go on, not only when they count. */
  withCalls?: boolean;
  enabled?: boolean;
}

/** Calls back when figures of this tenant changed, and at first once. A tab that nobody looks at waits until somebody does. */
export function useUsageChanges(onChange: () => void, { withCalls = false, enabled = true }: Follow = {}) {
  const isVisible = useDocumentVisibility() === 'visible';
  const missed = useRef(false);
  const tell = useThrottledCallback(onChange, atMostEvery);
  const onData = () => {
    if (document.visibilityState === 'hidden') missed.current = true;
    else tell();
  };
  useSubscription(trpc.usage.changes.subscriptionOptions(undefined, { enabled, onData }));
  useSubscription(trpc.gateway.callChanges.subscriptionOptions(undefined, { enabled: enabled && withCalls, onData }));
  useEffect(() => {
    if (!isVisible || !missed.current) return;
    missed.current = false;
    tell();
  }, [isVisible, tell]);
}
