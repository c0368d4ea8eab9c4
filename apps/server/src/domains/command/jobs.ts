import { DAY } from '#platform/clock';
import { systemScope } from '#platform/db/scope';
import { inTx } from '#platform/db/tx';
import type { Job } from '#platform/jobs/jobs';
import { commands } from './repository.ts';
import { expireCommands } from './service.ts';

export const expireOverdueCommands: Job = {
  name: 'command.expire',
  schedule: '30 * * * * *',
  run: async (deps) => `${await expireCommands(deps)} expired`,
};

export const dropFinishedCommands: Job = {
  name: 'command.drop-finished',
  schedule: '0 27 3 * * *',
  run: (deps) =>
    inTx(deps, async (tx) => {
      const scope = systemScope(tx, 'finished commands of every tenant are dropped after a month');
      return `${await commands(scope).dropFinished(new Date(deps.clock.now() - 30 * DAY))} dropped`;
    }),
};
