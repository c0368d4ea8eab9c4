import type { UsageReport } from '@open-ace/contracts/history';

let serial = 0;
/** One request as an agent read it, of a key of its own. */
export const report = (changed: Partial<UsageReport> = {}): UsageReport => ({
  tool: 'claude-code',
  key: `key-${++serial}`,
  matchId: null,
  matchWitness: null,
  toolSessionId: 'cli-session',
  model: 'claude-sonnet-4-5',
  at: Date.parse('2026-11-20T10:07:00Z'),
  inputTokens: 1000,
  outputTokens: 50,
  cacheReadTokens: 200,
  cacheWriteTokens: 10,
  reasoningTokens: 5,
  cwd: '/home/dev/proj',
  gitBranch: 'main',
  gitRemote: '',
  partial: false,
  ...changed,
});
