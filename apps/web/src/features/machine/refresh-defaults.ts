import { queryClient, trpc } from '#lib/trpc.ts';

/** Done once the defaults of tools, of a machine and of all, are as the server has them. */
export const refreshDefaults = () => queryClient.invalidateQueries(trpc.machine.toolDefaults.pathFilter());
