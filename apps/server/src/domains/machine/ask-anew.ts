import { queueCommand } from '#domains/command';
import { MINUTE } from '#platform/clock';
import type { Ctx } from '#platform/context';
import type { Tx } from '#platform/db/tx';
import { type MachineRow, machines } from './repository.ts';

/** Has agents ask what they have to know, which they do before they look for history; one that is away does so when it comes back. */
export async function askAnew(tx: Tx<Ctx>, isMeant: (machine: MachineRow) => boolean = () => true): Promise<void> {
  for (const machine of await machines(tx).all()) {
    if (isMeant(machine)) await queueCommand(tx, { machineId: machine.id, body: { kind: 'collection.sweep' }, lifetimeMs: MINUTE });
  }
}
