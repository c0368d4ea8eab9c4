import type { Deps } from '../../src/platform/context.ts';

/** A row of the ledger as far as the books are compared. */
const texts = ['id', 'tenantId', 'status', 'userId', 'sessionId', 'toolSessionId', 'error', 'matchId', 'matchWitness'] as const;
const dimensions = ['machineId', 'projectId', 'tool', 'provider', 'model', 'providerKeyId'] as const;
const figures = ['at', 'inputTokens', 'outputTokens', 'cacheReadTokens', 'cacheWriteTokens', 'reasoningTokens', 'costNano'] as const;
const columns = [...texts, ...dimensions, ...figures];
const select = Object.fromEntries(columns.map((name) => [name, true])) as Record<(typeof columns)[number], true>;

export interface LedgerRow {
  id: string;
  tenantId: string;
  status: string;
  at: number;
  userId: string;
  sessionId: string;
  toolSessionId: string;
  matchId: string | null;
  matchWitness: string | null;
  inputTokens: number;
  outputTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
  reasoningTokens: number;
  costNano: number | null;
  error: string;
  machineId: string;
  projectId: string;
  tool: string;
  provider: string;
  model: string;
  providerKeyId: string;
}

/** Open and failed rows count in no sum of tokens. */
export const isCounted = ({ status }: LedgerRow) => status === 'settled' || status === 'estimated';

const PAGE = 10_000;

/** All of it, oldest first. */
export async function readLedger({ db }: Pick<Deps, 'db'>): Promise<LedgerRow[]> {
  const rows: LedgerRow[] = [];
  for (;;) {
    const after = rows.at(-1)?.id ?? '';
    const page = await db.usageEvent.findMany({ where: { id: { gt: after } }, orderBy: { id: 'asc' }, take: PAGE, select });
    for (const row of page) {
      rows.push({
        ...row,
        at: Number(row.at),
        inputTokens: Number(row.inputTokens),
        outputTokens: Number(row.outputTokens),
        cacheReadTokens: Number(row.cacheReadTokens),
        cacheWriteTokens: Number(row.cacheWriteTokens),
        reasoningTokens: Number(row.reasoningTokens),
        costNano: row.costNano === null ? null : Number(row.costNano),
      });
    }
    if (page.length < PAGE) return rows;
  }
}
