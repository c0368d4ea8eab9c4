import { z } from 'zod';
import { Count } from './common.ts';
import { BuiltInTool } from './tools.ts';

/** One LLM request as a CLI's own log tells it. Text fields are bounded because they come from files that anyone may write. */
export const UsageReport = z.object({
  tool: BuiltInTool,
  /** Unique per tool, the same however often and from whatever copy of the file it is read. */
  key: z.string().min(1).max(300),
  /** The provider's id of the response, which the gateway sees too; null where the log has none. */
  matchId: z.string().max(200).nullable(),
  /** A second witness of the same response: the provider's request id. */
  matchWitness: z.string().max(200).nullable(),
  /** The CLI's own session. */
  toolSessionId: z.string().max(200),
  model: z.string().max(200),
  /** Epoch milliseconds. */
  at: z.number().int().positive(),
  /** Not from cache. */
  inputTokens: Count,
  outputTokens: Count,
  cacheReadTokens: Count,
  cacheWriteTokens: Count,
  /** A part of `outputTokens`. */
  reasoningTokens: Count,
  cwd: z.string().max(4096),
  gitBranch: z.string().max(300),
  gitRemote: z.string().max(1000),
  /** The log says that the answer was cut off and its figures are not final. */
  partial: z.boolean(),
});
export type UsageReport = z.infer<typeof UsageReport>;
