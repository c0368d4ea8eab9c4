import type { Machine, MachinePage } from '@open-ace/contracts/machine';
import { queryOptions } from '@tanstack/react-query';
import { queryClient, trpc } from '#lib/trpc.ts';

async function fetchEvery(): Promise<Machine[]> {
  const machines: Machine[] = [];
  let cursor: string | null = null;
  do {
    const page: MachinePage = await queryClient.fetchQuery(
      trpc.machine.list.queryOptions({ limit: 200, cursor }, { staleTime: 0, gcTime: 0 }),
    );
    machines.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return machines;
}

/** All machines that the viewer may see, however many pages they are: lists come by name, so a new one may be on any page. */
export const everyMachine = queryOptions({ queryKey: [['machine', 'every']], queryFn: fetchEvery, staleTime: 0 });
