import { useThrottledCallback } from '@mantine/hooks';
import { useSubscription } from '@trpc/tanstack-react-query';
import { queryClient, trpc } from '#lib/trpc.ts';

const shown = 50;
const atMostEvery = 1_000;

/** The latest sessions of a machine: everybody's for those who may see them, otherwise one's own. */
export const sessionsOn = (machineId: string) =>
  trpc.session.list.queryOptions({ machineId, everyone: true, limit: shown }, { staleTime: 0 });

/** Keeps that list as it is now. */
export function useLiveSessionsOn(machineId: string) {
  const reload = useThrottledCallback(() => void queryClient.invalidateQueries(sessionsOn(machineId)), atMostEvery);
  useSubscription(
    trpc.session.changes.subscriptionOptions(
      { everyone: true },
      { onStarted: reload, onData: ({ data }) => data.machine.id === machineId && reload() },
    ),
  );
}
