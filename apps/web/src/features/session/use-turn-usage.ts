import type { SessionUsage } from '@open-ace/contracts/session';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { queryClient, trpc } from '#lib/trpc.ts';
import type { Transcript } from '#modules/transcript/transcript.ts';

/** A call is settled a little after its turn has ended; milliseconds. */
const settledAfter = 1_000;

/** What each turn used, by the number of the event that began it; asked for anew when a turn has ended, and once its calls are settled. */
export function useTurnUsage(sessionId: string, { settled }: Transcript): ReadonlyMap<number, SessionUsage> {
  const ended = useMemo(() => settled.findLast(({ kind }) => kind === 'turn-end')?.key ?? '', [settled]);
  const options = trpc.session.turnUsage.queryOptions({ sessionId });
  const { data } = useQuery({ ...options, enabled: ended !== '' });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the options are others with every render and say the same
  useEffect(() => {
    if (ended === '') return;
    const refresh = () => void queryClient.invalidateQueries({ queryKey: options.queryKey });
    refresh();
    const timer = window.setTimeout(refresh, settledAfter);
    return () => window.clearTimeout(timer);
  }, [sessionId, ended]);
  return useMemo(() => new Map((data?.items ?? []).map(({ seq, ...usage }) => [seq, usage])), [data]);
}
