import { useSubscription } from '@trpc/tanstack-react-query';
import { useEffect, useState } from 'react';
import { SyncedState, type UnwrittenMemory } from '#lib/synced-state.ts';
import { client, trpc } from '#lib/trpc.ts';
import { useMe } from '#modules/me/me.ts';
import { syncedParts } from '../synced-parts.ts';
import { tabStorage, useWriting } from '../writing.ts';

const triesAgainAfter = 3_000;

/** Of this tab, as drafts are. */
function memoryOf(userId: string): UnwrittenMemory {
  const name = `open-ace-unwritten-state:${userId}`;
  return {
    load: () => JSON.parse(tabStorage.getItem(name) ?? '{}'),
    save: (values) => (Object.keys(values).length === 0 ? tabStorage.removeItem(name) : tabStorage.setItem(name, JSON.stringify(values))),
  };
}

function begin(userId: string): SyncedState {
  useWriting.getState().claim(userId);
  const server = {
    list: async () => (await client.sync.list.query()).items,
    set: (key: string, value: string) => client.sync.set.mutate({ key, value }),
  };
  return new SyncedState(server, syncedParts(userId), memoryOf(userId));
}

/** Tabs, drafts, what was seen and how the panels stand follow their person from browser to browser. */
export function StateSync() {
  const { id } = useMe();
  const [synced] = useState(() => begin(id));
  const changes = useSubscription(
    trpc.sync.changes.subscriptionOptions(undefined, {
      onData: ({ data }) => synced.receive(data),
      // What changed while nobody told is read; where that fails the line does too, and this begins anew.
      onStarted: () => void synced.read().catch(() => undefined),
    }),
  );
  const { status, reset } = changes;
  useEffect(() => {
    if (status !== 'error') return;
    const timer = window.setTimeout(reset, triesAgainAfter);
    return () => window.clearTimeout(timer);
  }, [status, reset]);
  useEffect(() => {
    // Whoever leaves a field or the page may go on in another browser.
    const leave = () => void synced.flush();
    document.addEventListener('focusout', leave);
    document.addEventListener('visibilitychange', leave);
    return () => {
      document.removeEventListener('focusout', leave);
      document.removeEventListener('visibilitychange', leave);
    };
  }, [synced]);
  return null;
}
