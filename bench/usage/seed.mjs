/* The ledger of a made-up team: 50 people, 20 machines, 4 tools, 12 projects, 90 days, always the same. The database writes it itself. */

const DAYS = 90;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Sunday, 23 August 2026, in UTC. */
export const BEGIN = Date.parse('2026-08-23T00:00:00Z');
export const lastDay = new Date(BEGIN + (DAYS - 1) * DAY).toISOString().slice(0, 10);

const STEP = 500_000;

const sums = ['inputTokens', 'outputTokens', 'cacheReadTokens', 'cacheWriteTokens', 'reasoningTokens'];
const counted = ['requests', 'failedRequests', 'unpricedRequests', 'costNano', 'billedNano'];
const dimensions = ['userId', 'machineId', 'projectId', 'tool', 'provider', 'model', 'providerKeyId'];
const quoted = (names) => names.map((name) => `"${name}"`).join(', ');

const id = (kind, number) => `'00000000-0000-7000-8000-00000000${kind}' || (10 + ${number})`;
/** The id of the n-th person. */
export const personId = (n) => `00000000-0000-7000-8000-0000000001${10 + n}`;

/** People work from 8 to 18 o'clock, a while on one thing with one tool. `i` is the row, `s` its quarter of an hour. */
const rowOf = (rows) => {
  const perDay = Math.ceil(rows / DAYS);
  const at = `(${BEGIN} + (i / ${perDay}) * ${DAY} + ${8 * HOUR} + ((i % ${perDay}) * ${10 * HOUR}) / ${perDay})`;
  const slot = `(${at} / ${15 * 60_000})`;
  const person = 'i % 50';
  const tool = `((${person}) + ${slot} / 16 + CASE WHEN i % 350 < 50 THEN 1 ELSE 0 END) % 4`;
  return {
    id: "'00000000-0000-7000-8000-' || substr(CAST(1000000000000 + i AS TEXT), 2)",
    tenantId: "'TENANT'",
    source: "'gateway'",
    sourceKey: "'key-' || i",
    status: "CASE WHEN i % 97 = 0 THEN 'failed' ELSE 'settled' END",
    at,
    userId: id('01', `(${person})`),
    machineId: id('02', `(((${person}) * 2 + (${slot} / 40) % 2) % 20)`),
    projectId: id('03', `(((${person}) + ${slot} / 24) % 12)`),
    tool: `'tool-' || (${tool})`,
    provider: `'provider-' || ((${tool}) % 3)`,
    model: `'model-' || ((${tool}) * 2 + CASE WHEN i % 150 < 50 THEN 1 ELSE 0 END)`,
    providerKeyId: id('04', `((${tool}) % 3)`),
    inputTokens: 'i % 3000',
    outputTokens: 'i % 500',
    cacheReadTokens: 'i % 20000',
    cacheWriteTokens: 'i % 900',
    costNano: 'i % 90000',
    billing: "'api'",
  };
};

/** Fills an empty database; the rollups are made from the rows, as the server would have made them in UTC. */
export async function seedLedger({ isPostgres, write }, tenantId, rows) {
  const run = (sql) => write(sql.replaceAll('TENANT', tenantId));
  const columns = rowOf(rows);
  for (let from = 0; from < rows; from += STEP) {
    const last = Math.min(from + STEP, rows) - 1;
    const numbers = isPostgres
      ? `SELECT generate_series(${from}::bigint, ${last}::bigint) AS i`
      : `WITH RECURSIVE n(i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM n WHERE i < ${last}) SELECT i FROM n`;
    await run(
      `INSERT INTO "UsageEvent" (${quoted(Object.keys(columns))}) SELECT ${Object.values(columns).join(', ')} FROM (${numbers}) AS numbers`,
    );
  }
  const ofRows = [
    ...sums.map((name) => `SUM(CASE WHEN "status" = 'settled' THEN "${name}" ELSE 0 END)`),
    `SUM(CASE WHEN "status" = 'settled' THEN 1 ELSE 0 END)`,
    `SUM(CASE WHEN "status" = 'failed' THEN 1 ELSE 0 END)`,
    '0',
    ...[0, 1].map(() => `SUM(CASE WHEN "status" = 'settled' THEN "costNano" ELSE 0 END)`),
  ];
  const all = quoted([...sums, ...counted]);
  const added = [...sums, ...counted].map((name) => `SUM("${name}")`).join(', ');
  await run(`INSERT INTO "UsageQuarter" ("tenantId", "bucket", ${quoted(dimensions)}, ${all})
    SELECT 'TENANT', "at" / 900000 * 900000, ${quoted(dimensions)}, ${ofRows.join(', ')} FROM "UsageEvent" GROUP BY 2, ${quoted(dimensions)}`);
  const format = (seconds, text, sqlite) =>
    isPostgres ? `to_char(to_timestamp(${seconds}) AT TIME ZONE 'UTC', '${text}')` : `strftime('${sqlite}', ${seconds}, 'unixepoch')`;
  const day = format('"bucket" / 1000', 'YYYY-MM-DD', '%Y-%m-%d');
  await run(`INSERT INTO "UsageDay" ("tenantId", "day", ${quoted(dimensions)}, ${all})
    SELECT 'TENANT', ${day}, ${quoted(dimensions)}, ${added} FROM "UsageQuarter" GROUP BY 2, ${quoted(dimensions)}`);
  const small = { all: "''", user: '"userId"', machine: '"machineId"', project: '"projectId"', provider: '"provider"', model: '"model"' };
  for (const [grain, period] of [
    ['day', '"day"'],
    ['month', 'substr("day", 1, 7)'],
  ]) {
    for (const [dimension, value] of Object.entries({ ...small, providerKey: '"providerKeyId"' }))
      await run(`INSERT INTO "UsageSum" ("tenantId", "dimension", "grain", "period", "value", "tool", ${all})
        SELECT 'TENANT', '${dimension}', '${grain}', ${period}, ${value}, "tool", ${added} FROM "UsageDay" GROUP BY 4, 5, "tool"`);
  }
  const weekday = isPostgres
    ? format('"bucket" / 1000', 'ID', '')
    : `((CAST(${format('"bucket" / 1000', '', '%w')} AS INTEGER) + 6) % 7 + 1)`;
  const weekHour = `${weekday} || '-' || ${format('"bucket" / 1000', 'HH24', '%H')}`;
  for (const [grain, length] of [
    ['day', 10],
    ['month', 7],
  ])
    await run(`INSERT INTO "UsageSum" ("tenantId", "dimension", "grain", "period", "value", "tool", ${all})
      SELECT 'TENANT', 'hour', '${grain}', substr(${day}, 1, ${length}), ${weekHour}, "tool", ${added} FROM "UsageQuarter" GROUP BY 4, 5, "tool"`);
  await run('ANALYZE');
}
