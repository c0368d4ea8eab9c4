import type { Deps } from '../../src/platform/context.ts';
import { localDay, localWeekHour } from './local-day.ts';
import type { SoakPlace } from './place.ts';
import { isCounted, type LedgerRow } from './read-ledger.ts';

const dimensions = ['userId', 'machineId', 'projectId', 'tool', 'provider', 'model', 'providerKeyId'] as const;
const sums = [
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

type Sums = Record<(typeof sums)[number], number>;
type Keyed = Record<(typeof dimensions)[number], string> & { tenantId: string };

const QUARTER = 15 * 60 * 1000;

/** What one row adds, worked out apart from the product. Every call of the gateway is paid per token. */
function partOf(row: LedgerRow): Sums {
  const counts = isCounted(row);
  const figure = (value: number) => (counts ? value : 0);
  return {
    inputTokens: figure(row.inputTokens),
    outputTokens: figure(row.outputTokens),
    cacheReadTokens: figure(row.cacheReadTokens),
    cacheWriteTokens: figure(row.cacheWriteTokens),
    reasoningTokens: figure(row.reasoningTokens),
    requests: figure(1),
    failedRequests: row.status === 'failed' ? 1 : 0,
    unpricedRequests: row.costNano === null ? figure(1) : 0,
    costNano: figure(row.costNano ?? 0),
    billedNano: figure(row.costNano ?? 0),
  };
}

const cellKey = (cell: Keyed, border: string) => [cell.tenantId, border, ...dimensions.map((name) => cell[name])].join(' | ');

const single = {
  user: 'userId',
  machine: 'machineId',
  project: 'projectId',
  provider: 'provider',
  model: 'model',
  providerKey: 'providerKeyId',
} as const;

interface SumKey {
  tenantId: string;
  dimension: string;
  grain: string;
  period: string;
  value: string;
  tool: string;
}
const sumKey = ({ tenantId, dimension, grain, period, value, tool }: SumKey) =>
  [tenantId, dimension, grain, period, value, tool].join(' | ');

/** The keys of the small sums to which a row adds. */
function sumKeysOf(row: LedgerRow, timeZone: string): string[] {
  const day = localDay(row.at, timeZone);
  const values = [
    ['all', ''],
    ['hour', localWeekHour(row.at, timeZone)],
    ...Object.entries(single).map(([dimension, column]) => [dimension, row[column]]),
  ] as [string, string][];
  return values.flatMap(([dimension, value]) =>
    [
      ['day', day],
      ['month', day.slice(0, 7)],
    ].map(([grain = '', period = '']) => sumKey({ tenantId: row.tenantId, dimension, grain, period, value, tool: row.tool })),
  );
}

function addUp(rows: LedgerRow[], keysOf: (row: LedgerRow) => string[]): Map<string, Sums> {
  const cells = new Map<string, Sums>();
  for (const row of rows) {
    const part = partOf(row);
    for (const key of keysOf(row)) {
      const cell = cells.get(key);
      if (cell) for (const name of sums) cell[name] += part[name];
      else cells.set(key, { ...part });
    }
  }
  return cells;
}

type Kept = Record<(typeof sums)[number], bigint>;

function compare<Cell extends Kept>(table: string, expected: Map<string, Sums>, kept: Cell[], keyOf: (cell: Cell) => string): string[] {
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const cell of kept) {
    const key = keyOf(cell);
    seen.add(key);
    for (const name of sums) {
      const [is, should] = [Number(cell[name]), expected.get(key)?.[name] ?? 0];
      if (is !== should) problems.push(`${table} ${key}: ${name} is ${is} and the rows say ${should}`);
    }
  }
  for (const key of expected.keys()) if (!seen.has(key)) problems.push(`${table} ${key}: there is none`);
  return problems;
}

/** The sums by quarter, by local day and by one column at a time are those of the rows. */
export async function checkRollups({ db }: Pick<Deps, 'db'>, place: SoakPlace, rows: LedgerRow[]): Promise<string[]> {
  const zones = new Map(place.tenants.map(({ id, timeZone }) => [id, timeZone]));
  const zoneOf = ({ tenantId }: LedgerRow) => zones.get(tenantId) ?? 'UTC';
  const ended = rows.filter(({ status }) => status !== 'open' && status !== 'refused');
  const quarters = addUp(ended, (row) => [cellKey(row, String(Math.floor(row.at / QUARTER) * QUARTER))]);
  const days = addUp(ended, (row) => [cellKey(row, localDay(row.at, zoneOf(row)))]);
  const small = addUp(ended, (row) => sumKeysOf(row, zoneOf(row)));
  return [
    ...compare('UsageQuarter', quarters, await db.usageQuarter.findMany(), (cell) => cellKey(cell, String(cell.bucket))),
    ...compare('UsageDay', days, await db.usageDay.findMany(), (cell) => cellKey(cell, cell.day)),
    ...compare('UsageSum', small, await db.usageSum.findMany(), sumKey),
  ];
}
