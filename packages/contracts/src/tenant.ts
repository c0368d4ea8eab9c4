import { z } from 'zod';
import { Id } from './common.ts';

export const Tenant = z.object({
  id: Id,
  slug: z.string(),
  name: z.string(),
  /** IANA zone in which the tenant's days begin. */
  timeZone: z.string(),
  /** No plan limits this tenant. */
  unlimited: z.boolean(),
});
export type Tenant = z.infer<typeof Tenant>;
