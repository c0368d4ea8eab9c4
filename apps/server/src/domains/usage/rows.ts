import type { UsageReport } from '@open-ace/contracts/history';
import type { TenantPrices } from '#domains/price';
import { newId } from '#platform/ids';
import type { NewUsageClaim, NewUsageEvent } from './ledger-repository.ts';
import type { Witness } from './match.ts';
import type { UsageEventRow } from './repository.ts';
import type { CountedRow } from './rollup.ts';

/** Whose calls each CLI's log holds, as far as prices go: the vendor whose models it is made for; '' lets the model's name decide. */
const usualProvider: Record<UsageReport['tool'], string> = { 'claude-code': 'anthropic', codex: 'openai', 'qwen-code': '', openclaw: '' };

/** A ledger row's figures as numbers; beyond 2^53 they would be wrong, so that is an error. */
export function safeNumber(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError('A figure is beyond 2^53.');
  return number;
}

export function countedRow(row: UsageEventRow): CountedRow {
  return {
    ...row,
    at: Number(row.at),
    inputTokens: safeNumber(row.inputTokens),
    outputTokens: safeNumber(row.outputTokens),
    cacheReadTokens: safeNumber(row.cacheReadTokens),
    cacheWriteTokens: safeNumber(row.cacheWriteTokens),
    reasoningTokens: safeNumber(row.reasoningTokens),
    costNano: row.costNano === null ? null : safeNumber(row.costNano),
  };
}

export const witnessOf = (row: UsageEventRow): Witness & { id: string } => ({
  ...row,
  at: Number(row.at),
  endedAt: row.endedAt === null ? null : Number(row.endedAt),
});

/** The ledger row of what a log tells. */
export function rowOfReport(
  report: UsageReport,
  place: { machineId: string; userId: string; billing: string },
  prices: TenantPrices,
): NewUsageEvent {
  const { key, partial, ...told } = report;
  return {
    ...told,
    ...place,
    id: newId(),
    source: 'history',
    sourceKey: `${report.tool}:${key}`,
    status: partial ? 'estimated' : 'settled',
    projectId: '',
    sessionId: '',
    providerKeyId: '',
    provider: usualProvider[report.tool],
    ...prices.price(usualProvider[report.tool], report.model, report, report.at),
  };
}

/** What a row says, once another row stands for it. */
export function claimOfRow(row: NewUsageEvent, usageEventId: string | null): NewUsageClaim {
  const { id, source, sourceKey, at, userId, machineId, toolSessionId, tool, model, matchId, matchWitness } = row;
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, reasoningTokens } = row;
  const tokens = { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, reasoningTokens };
  return { id, source, sourceKey, usageEventId, at, userId, machineId, toolSessionId, tool, model, matchId, matchWitness, ...tokens };
}
