import type { Session } from '@open-ace/contracts/session';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { trpc } from '#lib/trpc.ts';
import { storeSession } from './use-sessions.ts';

/** A tool that has not changed by then will not. */
const givenUpAfter = 20_000;

/**
 * Asks for another model or mode. A running tool changes when it says so itself: until then the wish is shown, and when nothing comes
 * of it, what is true again.
 */
export function useChange<Field extends 'model' | 'permissionMode'>(session: Session, field: Field, onError: (error: unknown) => void) {
  const [wished, setWished] = useState<Session[Field] | null>(null);
  const now = session[field];
  const update = useMutation(
    trpc.session.update.mutationOptions({
      onSuccess: storeSession,
      onError: (error) => {
        setWished(null);
        onError(error);
      },
    }),
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever it changed to, the wish is over
  useEffect(() => setWished(null), [now]);
  useEffect(() => {
    if (wished === null) return;
    const timer = window.setTimeout(() => setWished(null), givenUpAfter);
    return () => window.clearTimeout(timer);
  }, [wished]);

  const change = (value: Session[Field]) => {
    setWished(value);
    update.mutate({ sessionId: session.id, [field]: value });
  };
  return { shown: wished ?? now, change };
}
