import { z } from 'zod';
import { Count, Instant } from './common.ts';

/** `tabs`, `layout`, `draft:<session>`, `seen:<session>`. */
export const StateKey = z.string().regex(/^[a-z]+(:[0-9a-z-]{1,60})?$/);

/** What follows a person from browser to browser. */
export const PersonState = z.object({
  key: StateKey,
  /** JSON of a form that the web app defines; `null` once it is gone. */
  value: z.string().max(100_000),
  version: Count,
  updatedAt: Instant,
});
export type PersonState = z.infer<typeof PersonState>;
export const PersonStates = z.object({ items: z.array(PersonState).max(2000) });
export type PersonStates = z.infer<typeof PersonStates>;

/** The last writer wins. */
export const SetState = z.object({ key: StateKey, value: z.string().max(100_000) });
export type SetState = z.infer<typeof SetState>;
export const FollowState = z.object({ lastEventId: z.string().max(100).nullish() });
export type FollowState = z.infer<typeof FollowState>;
