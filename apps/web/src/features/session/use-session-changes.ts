import type { Session } from '@open-ace/contracts/session';
import { useSubscription } from '@trpc/tanstack-react-query';
import { useEffect, useRef } from 'react';
import { trpc } from '#lib/trpc.ts';

const triesAgainAfter = 3_000;

interface Follow {
  /** Everybody's that one may see; otherwise one's own. */
  everyone?: boolean;
  onChange: (session: Session) => void;
  /** A reader who comes back is not told what it missed. */
  onBack: () => void;
}

/** Tells of sessions as they change, and heals by itself after a fault. */
export function useSessionChanges({ everyone = false, onChange, onBack }: Follow) {
  const started = useRef(false);
  const changes = useSubscription(
    trpc.session.changes.subscriptionOptions(everyone ? { everyone } : undefined, {
      onData: ({ data }) => onChange(data),
      onStarted: () => {
        if (started.current) onBack();
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
