import { auditedRun } from '#domains/collection';
import { audit } from '#platform/audit/audit';
import { inTx } from '#platform/db/tx';
import { newId } from '#platform/ids';
import { asPerson, type Happening, type Stage, workday } from './stage.ts';
import { machineNames } from './team.ts';

/** Days ago on which somebody did not wait for the schedule. */
const days = [83, 76, 68, 61, 55, 47, 41, 33, 26, 19, 13, 8, 4, 1];

/** Collection runs that were asked for. Nearly everything is there by then: agents tell it as it happens. */
export const collectionHappenings = (stage: Stage): Happening[] =>
  days.map((daysAgo) => {
    const { random } = stage;
    const at = workday(stage.now, daysAgo, random.integer(8, 16) + random.next());
    const unreachable = random.integer(0, 2);
    const after = { id: newId(), machines: machineNames.length - unreachable, unreachable, added: random.around(14) };
    const who = random.pick([0, 0, 1, 3]);
    return { at, run: (stage) => inTx(asPerson(stage, who, at), (tx) => audit(tx, auditedRun, { action: 'collection.run', after })) };
  });
