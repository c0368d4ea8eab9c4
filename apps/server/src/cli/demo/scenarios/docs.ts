import { ask, code, edit, glob, limit, read, run, type Scenario, say, write } from '../scenario.ts';

const docs = { project: 'docs', model: 'claude-haiku-4-5', ending: 'stopped' } as const;

export const changelogTable: Scenario = {
  ...docs,
  branch: 'main',
  mode: 'auto-edit',
  steps: [
    ask('Turn the list of breaking changes in the API changelog into a table'),
    read(
      'api/changelog.md',
      14,
      '- v3 (March): `GET /orders` pages by cursor',
      '- v3 (March): amounts are integers',
      '- v4 (September): webhooks are signed with Ed25519',
    ),
    edit('api/changelog.md', 14, [
      '-- v3 (March): `GET /orders` pages by cursor',
      '-- v3 (March): amounts are integers',
      '-- v4 (September): webhooks are signed with Ed25519',
      '+| Version | Since | What breaks |',
      '+| --- | --- | --- |',
      '+| v3 | March | `GET /orders` pages by cursor |',
      '+| v3 | March | Amounts are integers, in minor units |',
      '+| v4 | September | Webhooks are signed with Ed25519 |',
    ]),
    say('Done. I added "in minor units" to the amounts, as the reference says.'),
  ],
};

export const deadLinks: Scenario = {
  ...docs,
  branch: 'fix/links',
  mode: 'full-auto',
  steps: [
    ask('Find dead links in the handbook and repair what can be repaired'),
    run('npx lychee --format markdown handbook/', 'Check every link', '| Status | Count |\n| ok | 611 |\n| 404 | 7 |\n| timeout | 2 |', {
      exitCode: 2,
      seconds: 63,
    }),
    limit(12),
    run(
      'git log --diff-filter=R --name-status --format= -- handbook',
      'See which pages were renamed',
      'R100 handbook/leave.md handbook/people/time-off.md\nR096 handbook/laptop.md handbook/it/equipment.md',
      { seconds: 0.3 },
    ),
    say(
      'Of nine links, **five** led to pages that were renamed; they are repaired. Two sites were only slow. Two are gone for good:',
      '',
      '- `handbook/it/vpn.md` → the vendor’s old manual',
      '- `handbook/people/benefits.md` → last year’s brochure',
      '',
      'Somebody from IT and from People must say what to link instead.',
    ),
  ],
};

export const quickStart: Scenario = {
  ...docs,
  branch: 'docs/quick-start',
  mode: 'auto-edit',
  model: 'claude-sonnet-4-5',
  steps: [
    ask('One page that gets a new developer from clone to a running shop'),
    glob('**/README.md', 'README.md', 'storefront/README.md', 'billing-api/README.md', 'search/README.md'),
    write('handbook/quick-start.md', [
      '# Quick start',
      '',
      'You need Docker and Node 24.',
      '',
      '1. `git clone git@git.example.com:shop/storefront.git`',
      '2. `pnpm install`',
      '3. `pnpm dev` starts the shop, its database and a search with 500 products.',
      '',
      'Open http://localhost:3000 and sign in as `demo`.',
      '',
      '## If it does not start',
      '',
      '- Port 3000 is taken: `PORT=3001 pnpm dev`.',
      '- The search is empty: `pnpm seed`.',
    ]),
    say('One page of 14 lines. I tried each step in a fresh clone: it takes **four minutes**, three of which are `pnpm install`.'),
  ],
};

export const checkoutDiagram: Scenario = {
  ...docs,
  branch: 'main',
  mode: 'plan',
  ending: 'exited',
  steps: [
    ask('Draw the checkout flow as a Mermaid diagram for the handbook'),
    read(
      '../storefront/src/checkout/pay.ts',
      24,
      'export async function pay(order: Order) {',
      '  const intent = await createIntent(order);',
      '  await sdk.confirmPayment(intent.id);',
      '  await orders.markPaid(order.id);',
    ),
    say(
      'As it is in the code today:',
      '',
      code(
        'mermaid',
        'sequenceDiagram',
        '  Customer->>Storefront: Pay',
        '  Storefront->>Billing: create intent',
        '  Billing-->>Storefront: intent',
        '  Storefront->>Provider: confirm',
        '  Provider-->>Billing: webhook paid',
        '  Billing->>Warehouse: ship',
      ),
      '',
      'The order is marked as paid in two places, by the storefront and by the webhook. Whichever comes first wins, which the handbook should say.',
    ),
  ],
};
