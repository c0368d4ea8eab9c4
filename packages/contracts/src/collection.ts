import { z } from 'zod';
import { Count, Id, Instant } from './common.ts';
import { UsageReport } from './history.ts';
import { BuiltInTool } from './tools.ts';

/** What an agent read of one tool's files. Repeating it changes no total. */
export const PushUsage = z.object({ reports: z.array(UsageReport).min(1).max(1000) });
export type PushUsage = z.infer<typeof PushUsage>;
export const PushedUsage = z.object({ added: Count, known: Count });
export type PushedUsage = z.infer<typeof PushedUsage>;

export const SourceProgress = z.object({
  tool: BuiltInTool,
  files: Count,
  bytesTotal: Count,
  bytesRead: Count,
  rows: Count,
  badLines: Count,
  cliVersion: z.string().max(100),
  error: z.string().max(1000).nullable(),
});
export type SourceProgress = z.infer<typeof SourceProgress>;
export const PushProgress = z.object({ sources: z.array(SourceProgress).max(50) });
export type PushProgress = z.infer<typeof PushProgress>;

/** Whether a tool's use on a machine is paid per token, or covered by a person's plan. */
export const Billing = z.enum(['api', 'subscription']);
export type Billing = z.infer<typeof Billing>;

/** For what is read from now on; rows that are there keep theirs. */
export const SetBilling = z.object({ machineId: Id, tool: BuiltInTool, billing: Billing });
export type SetBilling = z.infer<typeof SetBilling>;

export const CollectionSource = SourceProgress.extend({
  machine: z.object({ id: Id, name: z.string() }),
  billing: Billing,
  /** When a row of this source was last read; null before the first. */
  readAt: Instant.nullable(),
  updatedAt: Instant,
});
export type CollectionSource = z.infer<typeof CollectionSource>;

export const CollectionRun = z.object({
  startedAt: Instant,
  finishedAt: Instant.nullable(),
  outcome: z.enum(['running', 'succeeded', 'failed']),
  note: z.string(),
});
export type CollectionRun = z.infer<typeof CollectionRun>;

export const CollectionStatus = z.object({
  sources: z.array(CollectionSource),
  lastRun: CollectionRun.nullable(),
  nextRunAt: Instant.nullable(),
  /** Whether any source still has something to read. */
  reading: z.boolean(),
});
export type CollectionStatus = z.infer<typeof CollectionStatus>;

/** How a run ended: machines that answered, machines that could not be reached, rows that were new. */
export const CollectionResult = z.object({ machines: Count, unreachable: Count, added: Count, finishedAt: Instant });
export type CollectionResult = z.infer<typeof CollectionResult>;
