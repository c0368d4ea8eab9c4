import type { Deps } from '../../src/platform/context.ts';
import { localDay } from './local-day.ts';
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

const keyOf = (cell: Keyed, border: string) => [cell.tenantId, border, ...dimensions.map((name) => cell[name])].join(' | ');

function addUp(rows: LedgerRow[], borderOf: (row: LedgerRow) => string): Map<string, Sums> {
  const cells = new Map<string, Sums>();
  for (const row of rows) {
    const key = keyOf(row, borderOf(row));
    const part = partOf(row);
    const cell = cells.get(key);
    if (cell) for (const name of sums) cell[name] += part[name];
    else cells.set(key, part);
  }
  return cells;
}

type Kept = Keyed & Record<(typeof sums)[number], bigint>;

function compare<Cell extends Kept>(table: string, expected: Map<string, Sums>, kept: Cell[], borderOf: (cell: Cell) => string): string[] {
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const cell of kept) {
    const key = keyOf(cell, borderOf(cell));
    seen.add(key);
    for (const name of sums) {
      const [is, should] = [Number(cell[name]), expected.get(key)?.[name] ?? 0];
      if (is !== should) problems.push(`${table} ${key}: ${name} is ${is} and the rows say ${should}`);
    }
  }
  for (const key of expected.keys()) if (!seen.has(key)) problems.push(`${table} ${key}: there is none`);
  return problems;
}

/** The sums by quarter and by local day are those of the rows. */
export async function checkRollups({ db }: Pick<Deps, 'db'>, place: SoakPlace, rows: LedgerRow[]): Promise<string[]> {
  const zones = new Map(place.tenants.map(({ id, timeZone }) => [id, timeZone]));
  const ended = rows.filter(({ status }) => status !== 'open' && status !== 'refused');
  const quarters = addUp(ended, ({ at }) => String(Math.floor(at / QUARTER) * QUARTER));
  const days = addUp(ended, ({ at, tenantId }) => localDay(at, zones.get(tenantId) ?? 'UTC'));
  return [
    ...compare('UsageQuarter', quarters, await db.usageQuarter.findMany(), ({ bucket }) => String(bucket)),
    ...compare('UsageDay', days, await db.usageDay.findMany(), ({ day }) => day),
  ];
}
