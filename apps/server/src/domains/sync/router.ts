import { FollowState, PersonState, PersonStates, SetState } from '@open-ace/contracts/sync';
import { trackedStream } from '#platform/stream';
import { router, signedIn } from '#platform/trpc';
import { followStates, listStates, setState } from './service.ts';

export const syncRouter = router({
  changes: signedIn()
    .input(FollowState.optional())
    .output(trackedStream(PersonState))
    .subscription(({ ctx, input, signal }) => followStates(ctx, input, signal)),
  list: signedIn()
    .output(PersonStates)
    .query(({ ctx }) => listStates(ctx)),
  set: signedIn({ audit: { none: 'what a person has open and has not sent yet is theirs' } })
    .input(SetState)
    .output(PersonState)
    .mutation(({ ctx, input }) => setState(ctx, input)),
});
