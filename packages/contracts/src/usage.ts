import { z } from 'zod';
import { Count, Id, Instant } from './common.ts';

/**
 * `YYYY-MM-DD` in the tenant's zone, both ends included, or an instant: from it on, and before it. Left out means all time.
 */
export const UsageBorder = z.union([z.iso.date(), Instant]);

export const UsageRange = z.object({ from: UsageBorder.optional(), to: UsageBorder.optional() });
export type UsageRange = z.infer<typeof UsageRange>;

export const UsageFilter = UsageRange.extend({
  tool: z.string().max(100).optional(),
  userId: Id.optional(),
  machineId: Id.optional(),
  projectId: Id.optional(),
  provider: z.string().max(100).optional(),
  model: z.string().max(200).optional(),
  providerKeyId: Id.optional(),
});
export type UsageFilter = z.infer<typeof UsageFilter>;

/** Sums over ledger rows. Total tokens are the first four together. */
export const UsageTotals = z.object({
  inputTokens: Count,
  outputTokens: Count,
  cacheReadTokens: Count,
  cacheWriteTokens: Count,
  /** Calls that the provider answered with a message. */
  requests: Count,
  failedRequests: Count,
  /** API-equivalent cost over all rows with a price. */
  costUsd: z.number(),
  /** The part of it that was paid per token, not by subscription. */
  billedUsd: z.number(),
  unpricedRequests: Count,
});
export type UsageTotals = z.infer<typeof UsageTotals>;

/** What one counts by. Tokens are the four kinds together; `usd` is the API-equivalent cost. */
export const UsageMetric = z.enum(['tokens', 'requests', 'usd']);
export type UsageMetric = z.infer<typeof UsageMetric>;

export const UsageSummary = UsageTotals.extend({ byTool: z.array(UsageTotals.extend({ tool: z.string() })) });
export type UsageSummary = z.infer<typeof UsageSummary>;

export const UsageStatus = z.enum(['open', 'settled', 'estimated', 'failed', 'refused']);
export type UsageStatus = z.infer<typeof UsageStatus>;
export const UsageSource = z.enum(['gateway', 'history', 'upload', 'otlp']);
export type UsageSource = z.infer<typeof UsageSource>;

/** One row of the ledger: one LLM request; or one that was refused, with those of the same cause within a minute. */
export const UsageEvent = z.object({
  id: Id,
  at: Instant,
  source: UsageSource,
  status: UsageStatus,
  tool: z.string(),
  provider: z.string(),
  model: z.string(),
  user: z.object({ id: Id, displayName: z.string() }).nullable(),
  machine: z.object({ id: Id, name: z.string() }).nullable(),
  sessionId: Id.nullable(),
  inputTokens: Count,
  outputTokens: Count,
  cacheReadTokens: Count,
  cacheWriteTokens: Count,
  reasoningTokens: Count,
  costUsd: z.number().nullable(),
  billing: z.enum(['api', 'subscription']),
  cwd: z.string(),
  gitRemote: z.string(),
  gitBranch: z.string(),
  httpStatus: z.number().int().nullable(),
  error: z.string(),
  /** How often the same was refused; 1 for a call that was made. */
  times: Count,
  /** Keys that it was tried with. */
  tries: Count,
  streamed: z.boolean(),
  /** Milliseconds from the request to the first byte of its answer. */
  firstByteMs: Count.nullable(),
  endedAt: Instant.nullable(),
  /** The key that it went out with; null where there is none any more, or never was. */
  providerKey: z.object({ id: Id, name: z.string() }).nullable(),
});
export type UsageEvent = z.infer<typeof UsageEvent>;

/** One try to make a call with one key. */
export const CallAttempt = z.object({
  providerKeyId: Id,
  keyName: z.string(),
  /** Of the provider's answer; null where none came. */
  httpStatus: z.number().int().nullable(),
  /** Why the next key was tried; '' for the one that answered. */
  reason: z.string(),
  /** The provider's own words about it. */
  message: z.string(),
  ms: Count,
});
export type CallAttempt = z.infer<typeof CallAttempt>;

/** What some providers tell besides tokens of the four kinds; each a part of them or apart from them, never added. */
export const CallDetails = z.object({
  toolUseInputTokens: Count.optional(),
  imageInputTokens: Count.optional(),
  audioInputTokens: Count.optional(),
  audioOutputTokens: Count.optional(),
  webSearches: Count.optional(),
  webFetches: Count.optional(),
  cacheWrite1hTokens: Count.optional(),
});
export type CallDetails = z.infer<typeof CallDetails>;

/** A row with all that is known of it. */
export const UsageEventDetail = UsageEvent.extend({
  priceVersion: z.string(),
  toolSessionId: z.string(),
  /** What went wrong, in the provider's own words, or in ours where we refused; '' for nothing. */
  errorMessage: z.string(),
  /** The provider's ids of the answer and of the request. */
  matchId: z.string().nullable(),
  matchWitness: z.string().nullable(),
  attempts: z.array(CallAttempt),
  details: CallDetails,
  /** Tokens that its budgets hold while it runs. */
  reservedTokens: Count.nullable(),
});
export type UsageEventDetail = z.infer<typeof UsageEventDetail>;

export const GetUsageEvent = z.object({ usageEventId: Id });
export type GetUsageEvent = z.infer<typeof GetUsageEvent>;

export const ListUsageEvents = UsageFilter.extend({
  status: UsageStatus.optional(),
  limit: z.number().int().min(1).max(1000).default(50),
  cursor: Id.nullish(),
});
export type ListUsageEvents = z.infer<typeof ListUsageEvents>;
export const UsageEventPage = z.object({ items: z.array(UsageEvent), nextCursor: Id.nullable() });
export type UsageEventPage = z.infer<typeof UsageEventPage>;
