import { ask, code, edit, grep, read, run, type Scenario, say, think, write } from '../scenario.ts';

const infra = { project: 'infra', model: 'claude-sonnet-4-5', ending: 'stopped' } as const;

export const ciMinutes: Scenario = {
  ...infra,
  branch: 'main',
  mode: 'ask',
  steps: [
    ask('Which of our CI jobs waste the most minutes?'),
    run(
      'gh run list --limit 500 --json name,conclusion,createdAt,updatedAt > /tmp/runs.json && node scripts/minutes.mjs /tmp/runs.json',
      'Add up the minutes of the last 500 runs',
      [
        'job                 runs   minutes   failed',
        'e2e-browser          121     2,904      31%',
        'build-images         143     1,287       4%',
        'unit                 143       601       2%',
        'lint                 143       172       9%',
      ].join('\n'),
      { seconds: 6.4, leave: 'allow_once' },
    ),
    say(
      '`e2e-browser` takes **58%** of all minutes, and nearly a third of its runs fail:',
      '',
      '| Job | Minutes | Share | Failed |',
      '| --- | ---: | ---: | ---: |',
      '| e2e-browser | 2,904 | 58% | 31% |',
      '| build-images | 1,287 | 26% | 4% |',
      '| unit | 601 | 12% | 2% |',
      '| lint | 172 | 3% | 9% |',
      '',
      'Most of its failures are in `checkout.spec.ts`. In order of what they save:',
      '',
      '1. Fix that test: about 700 minutes of repeated runs.',
      '2. Start it only if `lint` and `unit` pass: about 400.',
      '3. Cache the browsers: 90 seconds a run, about 180.',
    ),
    ask('Do 2 and 3.', 5),
    read(
      '.github/workflows/ci.yml',
      30,
      '  e2e-browser:',
      '    runs-on: ubuntu-latest',
      '    steps:',
      '      - uses: actions/checkout@v5',
      '      - run: npx playwright install chromium',
    ),
    edit(
      '.github/workflows/ci.yml',
      30,
      [
        '   e2e-browser:',
        '+    needs: [lint, unit]',
        '     runs-on: ubuntu-latest',
        '     steps:',
        '       - uses: actions/checkout@v5',
        '+      - uses: actions/cache@v4',
        '+        with:',
        '+          path: ~/.cache/ms-playwright',
        '+          key: playwright-1.58',
        '       - run: npx playwright install chromium',
      ],
      { leave: 'allow_once' },
    ),
    say(
      'Both are in `ci.yml`. When Playwright is upgraded, the cache’s key has to change with it; I can read the version from the lockfile if you like.',
    ),
  ],
};

export const terraformPlan: Scenario = {
  ...infra,
  branch: 'chore/deps',
  mode: 'ask',
  model: 'claude-opus-4-1',
  steps: [
    ask('terraform plan wants to replace the orders database. Why?'),
    run(
      'terraform plan -target=module.orders_db',
      'Show the plan for the database',
      '  # module.orders_db.aws_db_instance.main must be replaced\n-/+ resource "aws_db_instance" "main" {\n      ~ storage_encrypted = true -> false # forces replacement\n    }\n\nPlan: 1 to add, 0 to change, 1 to destroy.',
      { seconds: 21, leave: 'allow_once' },
    ),
    think(
      'storage_encrypted goes from true to false. So the module lost the setting: version 6 of the provider dropped the default of our module.',
    ),
    grep('storage_encrypted', 'modules/database/variables.tf:19:variable "storage_encrypted" { default = null }'),
    edit(
      'modules/database/variables.tf',
      19,
      [
        '-variable "storage_encrypted" { default = null }',
        '+variable "storage_encrypted" {',
        '+  type    = bool',
        '+  default = true',
        '+}',
      ],
      { leave: 'allow_once' },
    ),
    run('terraform apply -target=module.orders_db -auto-approve', 'Apply the change', '', { leave: 'deny' }),
    say(
      'Right, nobody should apply this from here. The plan is empty now:',
      '',
      code('text', 'No changes. Your infrastructure matches the configuration.'),
      '',
      'The upgrade of the provider changed what `null` means for `storage_encrypted`. The same variable is used by three other databases; all four are safe with this default.',
    ),
  ],
};

export const smallerImage: Scenario = {
  ...infra,
  branch: 'feat/small-image',
  mode: 'full-auto',
  steps: [
    ask('Get the storefront image below 200 MB'),
    run('docker image ls storefront', 'See how large it is', 'REPOSITORY   TAG     SIZE\nstorefront   main    1.14GB', { seconds: 0.4 }),
    write('docker/storefront.Dockerfile', [
      'FROM node:24-slim AS build',
      'WORKDIR /app',
      'COPY . .',
      'RUN corepack enable && pnpm install --frozen-lockfile && pnpm build',
      '',
      'FROM gcr.io/distroless/nodejs24',
      'COPY --from=build /app/.output /app',
      'CMD ["/app/server/index.mjs"]',
    ]),
    run(
      'docker build -f docker/storefront.Dockerfile -t storefront:small . && docker image ls storefront',
      'Build it and look again',
      'storefront   small   176MB\nstorefront   main    1.14GB',
      { seconds: 88 },
    ),
    say(
      '**176 MB**, from 1.14 GB: it was built and run in the same stage, with all development dependencies. The new image has no shell; `kubectl debug` brings one when it is needed.',
    ),
  ],
};

export const queueAlert: Scenario = {
  ...infra,
  branch: 'feat/queue-alert',
  mode: 'auto-edit',
  ending: 'exited',
  steps: [
    ask('Alert us when the order queue grows for ten minutes in a row'),
    write('alerts/order-queue.yml', [
      'groups:',
      '  - name: order-queue',
      '    rules:',
      '      - alert: OrderQueueGrows',
      '        expr: deriv(order_queue_depth[5m]) > 0 and order_queue_depth > 100',
      '        for: 10m',
      '        labels: { severity: page }',
      '        annotations:',
      '          summary: Orders come in faster than they are worked off',
    ]),
    run('promtool check rules alerts/order-queue.yml', 'Check the rule', 'Checking alerts/order-queue.yml\n  SUCCESS: 1 rules found', {
      seconds: 0.5,
      leave: 'allow_once',
    }),
    say(
      'The alert needs a queue of more than 100 that grew for ten minutes. In the last 30 days it would have paged twice: on release day, and when the warehouse API was down.',
    ),
  ],
};

export const outOfMemory: Scenario = {
  ...infra,
  branch: 'main',
  mode: 'ask',
  steps: [
    ask('The pods of search are OOMKilled since Tuesday'),
    run(
      'kubectl -n search describe pods',
      'See why they ended',
      '    Last State:     Terminated\n      Reason:       OOMKilled\n      Exit Code:    137\n    Limits:\n      memory:  2Gi',
      { seconds: 1.4, leave: 'allow_once' },
    ),
    run(
      'kubectl -n search rollout history deployment/search',
      'See what was deployed',
      'REVISION  CHANGE-CAUSE\n41        search 2.18.0\n42        search 2.19.0 (Tuesday)',
      { seconds: 0.8, leave: 'allow_once' },
    ),
    say(
      'It began with **2.19.0**, which loads the synonyms of all languages at start-up: about 900 MB. Two ways: a limit of 3 GiB today, and loading them per language when the search team finds the time. I changed nothing.',
    ),
    ask('Raise the limit.', 3),
    edit('k8s/search/deployment.yml', 34, ['           limits:', '-            memory: 2Gi', '+            memory: 3Gi'], {
      leave: 'allow_once',
    }),
    say('3 GiB in `deployment.yml`. With six pods that is 6 GiB more; the nodes have 41 GiB free.'),
  ],
};
