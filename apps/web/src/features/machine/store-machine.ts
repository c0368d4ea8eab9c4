import type { Machine } from '@open-ace/contracts/machine';
import { queryClient, trpc } from '#lib/trpc.ts';

/** Shows a changed machine everywhere: in the drawer at once, in lists as soon as they have been asked for again. */
export function storeMachine(machine: Machine) {
  queryClient.setQueryData(trpc.machine.get.queryKey({ machineId: machine.id }), machine);
  void queryClient.invalidateQueries(trpc.machine.list.pathFilter());
}
