import type { SessionUsage } from '@open-ace/contracts/session';

/** All four kinds together. */
export const tokensOf = ({ inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens }: SessionUsage) =>
  inputTokens + outputTokens + cacheReadTokens + cacheWriteTokens;
