import { ask, code, edit, fetchPage, grep, limit, plan, read, run, type Scenario, say, think, write } from '../scenario.ts';

const billing = { project: 'billing-api', model: 'claude-sonnet-4-5', ending: 'stopped' } as const;

export const idempotency: Scenario = {
  ...billing,
  branch: 'feat/idempotency',
  mode: 'auto-edit',
  steps: [
    ask('Accept an Idempotency-Key header on POST /charges'),
    read(
      'src/routes/charges.ts',
      8,
      'app.post("/charges", async (request, reply) => {',
      '  const input = CreateCharge.parse(request.body);',
      '  const charge = await createCharge(input);',
      '  return reply.status(201).send(charge);',
      '});',
    ),
    plan(0, 'Table for keys and answers', 'Look the key up in the transaction', 'Same key, other body: 422', 'Tests'),
    write('migrations/0042_idempotency.sql', [
      'CREATE TABLE idempotency_key (',
      '  account_id uuid NOT NULL,',
      '  key text NOT NULL,',
      '  body_hash text NOT NULL,',
      '  answer jsonb,',
      '  created_at timestamptz NOT NULL DEFAULT now(),',
      '  PRIMARY KEY (account_id, key)',
      ');',
    ]),
    edit('src/routes/charges.ts', 8, [
      ' app.post("/charges", async (request, reply) => {',
      '   const input = CreateCharge.parse(request.body);',
      '-  const charge = await createCharge(input);',
      '+  const key = request.headers["idempotency-key"];',
      '+  const charge = await once(request.account, key, input, () => createCharge(input));',
      '   return reply.status(201).send(charge);',
      ' });',
    ]),
    run(
      'npm test -- charges',
      'Run the tests of charges',
      'FAIL test/charges.test.ts\n  ✕ two calls at once with one key make one charge (84 ms)\n\n    Expected: 1\n    Received: 2',
      { exitCode: 1, seconds: 4.4, leave: 'allow_always' },
    ),
    think(
      'Both calls look before either has written. The row must be inserted first, and the second call wait for it: INSERT … ON CONFLICT DO NOTHING, then SELECT … FOR UPDATE.',
    ),
    edit('src/once.ts', 11, [
      '-  const found = await find(tx, account, key);',
      '-  if (found) return found.answer;',
      '+  await claim(tx, account, key, hash);',
      '+  const row = await lock(tx, account, key);',
      '+  if (row.answer) return row.answer;',
    ]),
    run('npm test -- charges', 'Run the tests of charges', 'PASS test/charges.test.ts\n\nTests: 23 passed, 23 total', { seconds: 4.1 }),
    plan(null, 'Table for keys and answers', 'Look the key up in the transaction', 'Same key, other body: 422', 'Tests'),
    say(
      '`POST /charges` takes an `Idempotency-Key`. The same key gives the same answer for 24 hours, also when two calls race; the same key with another body is a **422**. The first version let two calls through at once, which the test caught.',
    ),
  ],
};

export const austrianVat: Scenario = {
  ...billing,
  branch: 'fix/vat-at',
  mode: 'ask',
  steps: [
    ask('Invoices to Austria show 19% VAT, it must be 20%'),
    grep(
      'vatRate',
      'src/tax/rates.ts:3:export const vatRate: Record<Country, number> = {',
      'src/invoice/pdf.ts:77:  const rate = vatRate[seller.country];',
    ),
    say(
      'The table is right, `AT: 20`. But `pdf.ts` takes the rate of the **seller’s** country. For goods sent to consumers it is the buyer’s.',
    ),
    edit(
      'src/invoice/pdf.ts',
      77,
      ['-  const rate = vatRate[seller.country];', '+  const rate = vatRate[buyer.vatId ? seller.country : buyer.country];'],
      { leave: 'deny' },
    ),
    ask('Not in the PDF. The invoice stores its rate, so it must be right there.', 1),
    read(
      'src/invoice/create-invoice.ts',
      20,
      '  const rate = vatRate[seller.country];',
      '  return insertInvoice({ ...order, rate, tax: taxOf(order, rate) });',
    ),
    edit(
      'src/invoice/create-invoice.ts',
      20,
      [
        '-  const rate = vatRate[seller.country];',
        '+  const rate = vatRateFor(buyer, seller);',
        '   return insertInvoice({ ...order, rate, tax: taxOf(order, rate) });',
      ],
      { leave: 'allow_once' },
    ),
    edit('src/invoice/pdf.ts', 77, ['-  const rate = vatRate[seller.country];', '+  const { rate } = invoice;'], { leave: 'allow_once' }),
    say(
      'The rate is chosen once, when the invoice is made, and the PDF prints what is stored. Invoices that exist keep their 19%: they need a correction, which accounting must decide on.',
    ),
  ],
};

export const dueDate: Scenario = {
  ...billing,
  branch: 'chore/due-at',
  mode: 'full-auto',
  ending: 'exited',
  steps: [
    ask('Write a migration that makes invoices.due_at NOT NULL without locking the table'),
    run(
      'psql -c "SELECT count(*) FROM invoices WHERE due_at IS NULL"',
      'Count the rows without a date',
      ' count\n-------\n  1204\n(1 row)',
      { seconds: 0.6 },
    ),
    write('migrations/0043_due_at.sql', [
      "UPDATE invoices SET due_at = created_at + interval '14 days' WHERE due_at IS NULL;",
      'ALTER TABLE invoices ADD CONSTRAINT due_at_set CHECK (due_at IS NOT NULL) NOT VALID;',
      'ALTER TABLE invoices VALIDATE CONSTRAINT due_at_set;',
      'ALTER TABLE invoices ALTER COLUMN due_at SET NOT NULL;',
      'ALTER TABLE invoices DROP CONSTRAINT due_at_set;',
    ]),
    say(
      '`VALIDATE` reads the table without blocking writers, and `SET NOT NULL` trusts the validated check, so it takes only an instant. The 1,204 old rows get 14 days, our terms until 2024.',
    ),
  ],
};

export const dunning: Scenario = {
  ...billing,
  branch: 'main',
  mode: 'plan',
  model: 'claude-haiku-4-5',
  steps: [
    ask('Explain the dunning state machine to me, I am new here'),
    read('src/dunning/states.ts', 1, 'export const states = ["open", "reminded", "warned", "suspended", "paid", "written_off"] as const;'),
    say(
      'An unpaid invoice goes through at most four states:',
      '',
      '1. **open** until it is due',
      '2. **reminded** 3 days later, by e-mail',
      '3. **warned** 10 days later, with a fee of 5 EUR',
      '4. **suspended** 21 days later: the account can read but not order',
      '',
      'From each of them a payment leads to **paid** at once. Only a person can choose **written_off**. A job at 06:00 moves invoices on; it moves each by one state at most, so nobody is warned and suspended on the same day.',
      '',
      code('text', 'open → reminded → warned → suspended', '  └────────┴─────────┴────────┴──→ paid'),
    ),
    ask('Who can stop it for one customer?'),
    grep(
      'dunningPaused',
      'src/dunning/run.ts:19:  if (account.dunningPaused) return;',
      'src/routes/accounts.ts:52: requireRole("billing-lead")',
    ),
    say('A **billing lead**, with *Pause reminders* on the account. The job then leaves all its invoices where they are.'),
  ],
};

export const refundWebhook: Scenario = {
  ...billing,
  branch: 'fix/webhook-twice',
  mode: 'auto-edit',
  steps: [
    ask('Partners get the refund webhook twice'),
    limit(9),
    grep(
      'refund.created',
      'src/refund/create-refund.ts:31:  await webhooks.send("refund.created", refund);',
      'src/payment/on-provider-event.ts:48:    await webhooks.send("refund.created", refund);',
    ),
    say(
      'It is sent when we make the refund, and again when the provider tells us of it. The second one is right: only then is the money on its way.',
    ),
    edit('src/refund/create-refund.ts', 30, [
      '   const refund = await provider.refund(payment, amount);',
      '-  await webhooks.send("refund.created", refund);',
      '   return refund;',
    ]),
    run('npm test -- refund webhook', 'Run the tests of refunds and webhooks', 'Tests: 41 passed, 41 total', {
      seconds: 5.8,
      leave: 'allow_once',
    }),
    say(
      'One webhook per refund, sent when the provider confirms it. Partners get it some seconds later than before, which should stand in the changelog.',
    ),
  ],
};

export const minorUnits: Scenario = {
  ...billing,
  branch: 'feat/minor-units',
  mode: 'full-auto',
  steps: [
    ask('Japanese yen amounts are a hundred times too small on invoices'),
    fetchPage(
      'https://www.iso.org/iso-4217-currency-codes.html',
      'How many minor units do JPY, KWD and EUR have?',
      'EUR: 2, JPY: 0, KWD: 3.',
    ),
    edit('src/money/format.ts', 6, [
      '-  return (amount / 100).toFixed(2);',
      '+  const digits = minorUnits[currency] ?? 2;',
      '+  return (amount / 10 ** digits).toFixed(digits);',
    ]),
    run('npm test -- money', 'Run the tests of money', 'Tests: 30 passed, 30 total', { seconds: 2.6 }),
    say('Amounts are divided by what ISO 4217 says of the currency: JPY by 1, KWD by 1000, most by 100.'),
  ],
};
