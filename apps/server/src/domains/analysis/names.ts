import type { UsageDimension } from '@open-ace/contracts/analysis';
import { machineNames } from '#domains/machine';
import { type Dimensions, providerKeyNames } from '#domains/usage';
import { displayNames } from '#domains/user';
import type { Scope } from '#platform/db/scope';
import { projectNames } from './repository.ts';

export const columnOf: Record<UsageDimension, keyof Dimensions> = {
  person: 'userId',
  machine: 'machineId',
  project: 'projectId',
  tool: 'tool',
  provider: 'provider',
  model: 'model',
  providerKey: 'providerKeyId',
};

/** What these are called; what is no record is its own name, and what is gone or none has none. */
export async function namesOf(scope: Scope, by: UsageDimension, ids: string[]): Promise<(id: string) => string | null> {
  switch (by) {
    case 'person': {
      const names = await displayNames(scope, ids);
      return (id) => names.get(id)?.displayName ?? null;
    }
    case 'machine': {
      const names = await machineNames(scope, ids);
      return (id) => names.get(id)?.name ?? null;
    }
    case 'project': {
      const names = await projectNames(scope, ids);
      return (id) => names.get(id) ?? null;
    }
    case 'providerKey': {
      const names = await providerKeyNames(scope, ids);
      return (id) => names.get(id)?.name ?? null;
    }
    default:
      return (id) => id || null;
  }
}
