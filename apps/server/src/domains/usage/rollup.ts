import { dayOf, quarterOf } from './zone.ts';

/** The columns by which sums are kept, '' for none. */
export const dimensions = ['userId', 'machineId', 'projectId', 'tool', 'provider', 'model', 'providerKeyId'] as const;
export const sums = [
  'inputTokens',
  'outputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'reasoningTokens',
  'requests',
  'failedRequests',
  'unpricedRequests',
  'costNano',
  'billedNano',
] as const;

export type Dimensions = Record<(typeof dimensions)[number], string>;
export type Sums = Record<(typeof sums)[number], number>;

/** What of a ledger row the sums need. */
export interface CountedRow extends Dimensions {
  at: number;
  sessionId: string;
  status: string;
  billing: string;
  inputTokens: number;
  outputTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
  reasoningTokens: number;
  costNano: number | null;
}

const none = Object.fromEntries(sums.map((name) => [name, 0])) as Sums;

/** What one row adds to the sums: an open or refused one nothing, a failed one a failure. */
export function contributionOf(row: CountedRow): Sums {
  if (row.status === 'open' || row.status === 'refused') return none;
  if (row.status === 'failed') return { ...none, failedRequests: 1 };
  const cost = row.costNano ?? 0;
  return {
    inputTokens: row.inputTokens,
    outputTokens: row.outputTokens,
    cacheReadTokens: row.cacheReadTokens,
    cacheWriteTokens: row.cacheWriteTokens,
    reasoningTokens: row.reasoningTokens,
    requests: 1,
    failedRequests: 0,
    unpricedRequests: row.costNano === null ? 1 : 0,
    costNano: cost,
    billedNano: row.billing === 'api' ? cost : 0,
  };
}

export type QuarterCell = Dimensions & Sums & { bucket: number };
export type DayCell = Dimensions & Sums & { day: string };

/** Signed changes of the two rollups, one cell a combination, in the order of their keys so that transactions do not cross. */
export interface RollupChange {
  quarters: QuarterCell[];
  days: DayCell[];
}

function add<Cell extends Sums>(cells: Map<string, Cell>, key: string, sum: Sums, sign: 1 | -1, empty: () => Cell): void {
  const cell = cells.get(key) ?? empty();
  cells.set(key, cell);
  for (const name of sums) (cell as Sums)[name] += sign * sum[name];
}

const inOrder = <Cell extends Sums>(cells: Map<string, Cell>): Cell[] =>
  [...cells.entries()]
    .filter(([, cell]) => sums.some((name) => cell[name] !== 0))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, cell]) => cell);

/** The change of the rollups when `removed` rows go and `added` ones come; a row that changes stands in both. */
export function rollupChange(added: CountedRow[], removed: CountedRow[], timeZone: string): RollupChange {
  const quarters = new Map<string, QuarterCell>();
  const days = new Map<string, DayCell>();
  const put = (row: CountedRow, sign: 1 | -1) => {
    const { userId, machineId, projectId, tool, provider, model, providerKeyId } = row;
    const dims = { userId, machineId, projectId, tool, provider, model, providerKeyId };
    const rest = Object.values(dims).join('\u0001');
    const sum = contributionOf(row);
    const bucket = quarterOf(row.at);
    const day = dayOf(row.at, timeZone);
    add(quarters, `${String(bucket).padStart(16, '0')}\u0001${rest}`, sum, sign, () => ({ ...dims, ...none, bucket }));
    add(days, `${day}\u0001${rest}`, sum, sign, () => ({ ...dims, ...none, day }));
  };
  for (const row of added) put(row, 1);
  for (const row of removed) put(row, -1);
  return { quarters: inOrder(quarters), days: inOrder(days) };
}
