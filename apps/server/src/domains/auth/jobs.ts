import { dropOldFailures } from '#platform/auth/lockout';
import { DAY, HOUR } from '#platform/clock';
import { inTx } from '#platform/db/tx';
import type { Job } from '#platform/jobs/jobs';
import { dropDeadTokens } from './repository.ts';

/** Credentials are kept for a week after their end, for whoever looks into who was signed in. */
export const dropDeadCredentials: Job = {
  name: 'auth.drop-dead-credentials',
  schedule: '0 17 3 * * *',
  async run(deps) {
    const now = deps.clock.now();
    return inTx(deps, async (tx) => {
      const tokens = await dropDeadTokens(tx, new Date(now - 7 * DAY));
      const failures = await dropOldFailures(tx, now - HOUR);
      return `${tokens} credentials, ${failures} failure counts`;
    });
  },
};
