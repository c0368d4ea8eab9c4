import { queryClient, trpc } from '#lib/trpc.ts';

/** Done once the list of a machine's people is as the server has it. */
export const refreshPeople = (machineId: string) => queryClient.invalidateQueries(trpc.machine.members.queryFilter({ machineId }));
