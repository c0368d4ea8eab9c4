import { DAY } from '#platform/clock';
import { systemScope } from '#platform/db/scope';
import { inTx } from '#platform/db/tx';
import type { Job } from '#platform/jobs/jobs';
import { quotas } from './repository.ts';

/** Nobody asks how a budget stood before that; the ledger would still tell. */
const KEPT = 400 * DAY;

export const dropOldUses: Job = {
  name: 'quota.drop-old-uses',
  schedule: '0 40 3 * * *',
  async run(deps) {
    const before = deps.clock.now() - KEPT;
    const dropped = await inTx(deps, (tx) => quotas(systemScope(tx, 'sums of every tenant grow old')).dropUsesBefore(before));
    return `${dropped} sums of periods long over`;
  },
};
