import { ask, edit, fail, grep, read, run, type Scenario, say, think } from '../scenario.ts';

const pipeline = { project: 'data-pipeline', model: 'claude-sonnet-4-5', ending: 'stopped' } as const;

export const missingRevenue: Scenario = {
  ...pipeline,
  branch: 'main',
  mode: 'ask',
  steps: [
    ask('Yesterday’s revenue is missing in the dashboard'),
    run(
      'airflow dags list-runs -d revenue_daily --limit 2',
      'See the last runs',
      'revenue_daily | scheduled | failed  | 02:00\nrevenue_daily | scheduled | success | 02:00',
      { seconds: 2.8, leave: 'allow_always' },
    ),
    run(
      'airflow tasks logs revenue_daily load_fx --latest',
      'Read what failed',
      'requests.exceptions.HTTPError: 403 Client Error: Forbidden for url: https://rates.example.com/eur',
      { seconds: 1.9, leave: 'allow_once' },
    ),
    say(
      'The job failed at `load_fx`: the exchange rates answer **403**. The key for them expired at midnight; it stands in the vault as `fx/api-key`. With a new key, run it again for one day:',
      '',
      '`airflow dags backfill revenue_daily -s yesterday -e yesterday`',
    ),
  ],
};

export const deduplicate: Scenario = {
  ...pipeline,
  branch: 'fix/duplicates',
  mode: 'auto-edit',
  steps: [
    ask('The nightly job counts some events twice. Deduplicate them by id.'),
    read('jobs/events.sql', 1, 'INSERT INTO events_daily', 'SELECT date(at), kind, count(*)', 'FROM events_raw GROUP BY 1, 2;'),
    edit('jobs/events.sql', 2, [
      '-SELECT date(at), kind, count(*)',
      '-FROM events_raw GROUP BY 1, 2;',
      '+SELECT date(at), kind, count(*)',
      '+FROM (SELECT DISTINCT ON (id) * FROM events_raw ORDER BY id, at) AS event',
      '+GROUP BY 1, 2;',
    ]),
    run('dbt test --select events_daily', 'Run the checks', 'Done. PASS=9 WARN=0 ERROR=0', { seconds: 17, leave: 'allow_once' }),
    say('Each id counts once, at its first time. For last week that is **1.8%** fewer events, all of them retries of the mobile app.'),
  ],
};

export const nightlyTimeout: Scenario = {
  ...pipeline,
  branch: 'fix/nightly',
  mode: 'full-auto',
  steps: [
    ask('夜间任务 orders_export 连续三天超时，请看一下'),
    run(
      'airflow tasks logs orders_export write_parquet --latest | tail -5',
      'Read the end of the log',
      'written 1,980,000 of 2,410,551 rows\nTask timed out after 3600s',
      { seconds: 2.2 },
    ),
    grep('iterrows', 'jobs/orders_export.py:44:    for _, row in frame.iterrows():'),
    edit('jobs/orders_export.py', 43, [
      '     frame = load_orders(day)',
      '-    for _, row in frame.iterrows():',
      '-        writer.write(to_record(row))',
      '+    writer.write_table(to_table(frame))',
    ]),
    fail('API Error: 529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}'),
    ask('继续', 6),
    run('python -m jobs.orders_export --day yesterday', 'Run the job for yesterday', 'written 2,410,551 rows in 96s', { seconds: 97 }),
    say(
      '原来是逐行写入，数据量上个月超过了两百万行。改成整表写入后，同一天的数据只用了 **96 秒**，而不是一个多小时。结果文件的行数和校验和都一致。',
    ),
  ],
};

export const backfill: Scenario = {
  ...pipeline,
  branch: 'main',
  mode: 'full-auto',
  steps: [
    ask('Backfill the orders of October into the warehouse'),
    run('make backfill DAG=orders MONTH=october', 'Load October', '', { interrupted: true, seconds: 48 }),
    ask('Stop: one day at a time, the shop reads from the same replica.', 0.5),
    think('A whole month at once took the replica’s connections. Day by day with one task at a time keeps it at one.'),
    run('make backfill DAG=orders MONTH=october PARALLEL=1', 'Load October, one day at a time', '31 of 31 runs succeeded', {
      seconds: 412,
    }),
    say(
      'All 31 days are in, **one at a time**: 188,204 orders. The replica never had more than one of our connections, and the first attempt left nothing behind that was counted twice.',
    ),
  ],
};
