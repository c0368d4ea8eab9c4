import { HistoryPolicy } from '@open-ace/contracts/machine';
import { users } from '#domains/user';
import type { Scope } from '#platform/db/scope';
import type { MachineRow } from './repository.ts';

/** What may be read of the history on a machine: as much as it allows, and no more than its owner does on any machine of theirs. */
export async function historyPolicyOf(scope: Scope, machine: MachineRow): Promise<HistoryPolicy> {
  const owner = await users(scope).find(machine.ownerId);
  const limits = [machine.historyPolicy, owner?.historyPolicy ?? 'off'];
  return HistoryPolicy.options.find((policy) => limits.includes(policy)) ?? 'off';
}
