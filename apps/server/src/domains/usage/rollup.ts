import { dayOf, quarterOf, weekHourOf } from './zone.ts';

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

/** One column at a time, and the hour; `all` has no value. */
export const sumDimensions = {
  all: null,
  user: 'userId',
  machine: 'machineId',
  project: 'projectId',
  provider: 'provider',
  model: 'model',
  providerKey: 'providerKeyId',
  hour: null,
} as const satisfies Record<string, keyof Dimensions | null>;
export type SumDimension = keyof typeof sumDimensions;

export interface SumCell extends Sums {
  dimension: SumDimension;
  grain: 'day' | 'month';
  period: string;
  value: string;
  tool: string;
}

/** Signed changes of the three rollups, one cell a combination, in the order of their keys so that transactions do not cross. */
export interface RollupChange {
  quarters: QuarterCell[];
  days: DayCell[];
  sums: SumCell[];
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

const keyOf = (...parts: string[]): string => parts.join('\u0001');

/** The change of the rollups when `removed` rows go and `added` ones come; a row that changes stands in both. */
export function rollupChange(added: CountedRow[], removed: CountedRow[], timeZone: string): RollupChange {
  const quarters = new Map<string, QuarterCell>();
  const days = new Map<string, DayCell>();
  const put = (row: CountedRow, sign: 1 | -1) => {
    const { userId, machineId, projectId, tool, provider, model, providerKeyId } = row;
    const dims = { userId, machineId, projectId, tool, provider, model, providerKeyId };
    const rest = keyOf(...Object.values(dims));
    const sum = contributionOf(row);
    const bucket = quarterOf(row.at);
    const day = dayOf(row.at, timeZone);
    add(quarters, keyOf(String(bucket).padStart(16, '0'), rest), sum, sign, () => ({ ...dims, ...none, bucket }));
    add(days, keyOf(day, rest), sum, sign, () => ({ ...dims, ...none, day }));
  };
  for (const row of added) put(row, 1);
  for (const row of removed) put(row, -1);
  const change = { quarters: inOrder(quarters), days: inOrder(days) };
  return { ...change, sums: sumsOf(change, timeZone) };
}

/** What changes of days and quarters, by one column at a time. */
function sumsOf({ quarters, days }: Omit<RollupChange, 'sums'>, timeZone: string): SumCell[] {
  const cells = new Map<string, SumCell>();
  const put = (cell: Sums & Pick<Dimensions, 'tool'>, dimension: SumDimension, day: string, value: string) => {
    for (const [grain, period] of [['day', day] as const, ['month', day.slice(0, 7)] as const]) {
      const place = { dimension, grain, period, value, tool: cell.tool };
      add(cells, keyOf(...Object.values(place)), cell, 1, () => ({ ...none, ...place }));
    }
  };
  for (const cell of days)
    for (const [dimension, column] of Object.entries(sumDimensions) as [SumDimension, keyof Dimensions | null][])
      if (dimension !== 'hour') put(cell, dimension, cell.day, column === null ? '' : cell[column]);
  for (const cell of quarters) put(cell, 'hour', dayOf(cell.bucket, timeZone), weekHourOf(cell.bucket, timeZone));
  return inOrder(cells);
}
