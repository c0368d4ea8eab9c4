import { z } from 'zod';
import { Instant } from './common.ts';

export const SystemInfo = z.object({
  version: z.string(),
  commit: z.string(),
  database: z.enum(['sqlite', 'postgresql']),
  startedAt: Instant,
});
export type SystemInfo = z.infer<typeof SystemInfo>;
