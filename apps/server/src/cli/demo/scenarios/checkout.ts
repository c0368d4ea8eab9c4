import { ask, crash, edit, fail, fetchPage, grep, limit, plan, read, run, type Scenario, say, think, write } from '../scenario.ts';

const storefront = { project: 'storefront', model: 'claude-sonnet-4-5', ending: 'stopped' } as const;

const roundingTest = [
  'import { expect, test } from "vitest";',
  'import { cartTotal } from "./total.ts";',
  '',
  'test("a discount on three items takes off what it says", () => {',
  '  const items = [{ cents: 3333, quantity: 3 }];',
  '  expect(cartTotal(items, { percent: 10 })).toBe(8999);',
  '});',
];

export const cartTotal: Scenario = {
  ...storefront,
  branch: 'fix/cart-rounding',
  mode: 'auto-edit',
  steps: [
    ask(
      'The cart total is two cents off for three items at 33.33 with 10% off\n\nA customer sent a screenshot: we charge 89.97, it should be 89.99.',
    ),
    think(
      'Two cents off with a percentage discount: most likely the discount is rounded per piece and then multiplied. 10% of 33.33 is 3.333, rounded up to 3.34 a piece gives 10.02 off instead of 10.00. Let me find where it is worked out.',
    ),
    grep(
      'discount',
      'src/cart/total.ts:4:export function cartTotal(items: Item[], discount?: Discount): number {',
      'src/cart/total.ts:7:    const off = discount ? Math.ceil((item.cents * discount.percent) / 100) : 0;',
      'src/cart/CartSummary.tsx:31:      <Money cents={cartTotal(items, discount)} />',
      'src/checkout/payment-intent.ts:18:  amount: cartTotal(cart.items, cart.discount),',
    ),
    read(
      'src/cart/total.ts',
      1,
      'import type { Discount, Item } from "./cart.ts";',
      '',
      '/** What the customer pays, in cents. */',
      'export function cartTotal(items: Item[], discount?: Discount): number {',
      '  let total = 0;',
      '  for (const item of items) {',
      '    const off = discount ? Math.ceil((item.cents * discount.percent) / 100) : 0;',
      '    total += (item.cents - off) * item.quantity;',
      '  }',
      '  return total;',
      '}',
    ),
    say(
      'That is it: line 7 rounds the discount **up, for each piece**, and then multiplies by the quantity. I write a test that shows it first.',
    ),
    write('src/cart/total.test.ts', roundingTest),
    run(
      'npx vitest run src/cart',
      'Run the tests of the cart',
      [
        ' ❯ src/cart/total.test.ts (1 test | 1 failed) 6ms',
        '   × a discount on three items takes off what it says',
        '',
        'AssertionError: expected 8997 to be 8999 // Object.is equality',
        '',
        '- Expected',
        '+ Received',
        '',
        '- 8999',
        '+ 8997',
        '',
        ' ❯ src/cart/total.test.ts:6:51',
        '',
        ' Test Files  1 failed | 3 passed (4)',
        '      Tests  1 failed | 27 passed (28)',
      ].join('\n'),
      { exitCode: 1, seconds: 3.8, leave: 'allow_always' },
    ),
    say('It fails as in the screenshot. Now the discount is taken from the sum, and rounded once.'),
    edit('src/cart/total.ts', 4, [
      ' export function cartTotal(items: Item[], discount?: Discount): number {',
      '-  let total = 0;',
      '-  for (const item of items) {',
      '-    const off = discount ? Math.ceil((item.cents * discount.percent) / 100) : 0;',
      '-    total += (item.cents - off) * item.quantity;',
      '-  }',
      '-  return total;',
      '+  const sum = items.reduce((total, { cents, quantity }) => total + cents * quantity, 0);',
      '+  // Rounded once, half up, on the sum: per piece the error would grow with the quantity.',
      '+  return discount ? sum - Math.round((sum * discount.percent) / 100) : sum;',
      ' }',
    ]),
    run(
      'npx vitest run src/cart',
      'Run the tests of the cart',
      [
        ' ✓ src/cart/total.test.ts (1 test) 3ms',
        ' ✓ src/cart/cart.test.ts (27 tests) 41ms',
        '',
        ' Test Files  4 passed (4)',
        '      Tests  28 passed (28)',
      ].join('\n'),
      { seconds: 3.4 },
    ),
    say(
      'Fixed. The discount is now rounded once, on the sum:',
      '',
      '| Cart | Before | After |',
      '| --- | ---: | ---: |',
      '| 3 × 33.33, 10% off | 89.97 | **89.99** |',
      '| 1 × 19.99, 15% off | 16.99 | 16.99 |',
      '| 7 × 4.95, 5% off | 32.90 | **32.92** |',
      '',
      'The payment intent uses the same function, so what is shown and what is charged agree.',
    ),
    ask('Good. Does that change the amount of any order that is already placed?', 4),
    grep('cartTotal\\(', 'src/cart/CartSummary.tsx:31', 'src/checkout/payment-intent.ts:18'),
    say(
      'No. `payment-intent.ts` takes the amount when the customer presses **Pay** and stores it with the order; nothing works it out again later. Orders that are paid keep their amount, carts that are open get the new one at their next render.',
    ),
  ],
};

export const paymentUpgrade: Scenario = {
  ...storefront,
  branch: 'chore/payment-sdk-12',
  mode: 'auto-edit',
  steps: [
    ask('Upgrade the payment SDK from 11 to 12 and fix what breaks'),
    fetchPage(
      'https://docs.payments.example.com/migrate/v12',
      'What changes for code that was written for version 11?',
      'Version 12 removes createToken in favour of createPaymentMethod, renames confirm to confirmPayment and requires an idempotency key for every capture.',
      { leave: 'allow_once' },
    ),
    limit(18),
    grep(
      'createToken|\\.confirm\\(|\\.capture\\(',
      'src/checkout/card-form.ts:22:  const token = await sdk.createToken(card);',
      'src/checkout/pay.ts:31:  await sdk.confirm(intent.id);',
      'src/admin/capture.ts:14:  await sdk.capture(orderId, amount);',
    ),
    say('Three places to change, one for each of the three breaking changes. I begin with the form.'),
    edit('src/checkout/card-form.ts', 22, [
      '-  const token = await sdk.createToken(card);',
      '-  return token.id;',
      '+  const method = await sdk.createPaymentMethod({ type: "card", card });',
      '+  return method.id;',
      ' }',
    ]),
    fail('API Error: 529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}'),
    ask('Go on, please.', 7),
    edit('src/checkout/pay.ts', 30, [
      '   const intent = await createIntent(order);',
      '-  await sdk.confirm(intent.id);',
      '+  await sdk.confirmPayment(intent.id);',
    ]),
    edit('src/admin/capture.ts', 13, [
      '   const { amount } = await orders.require(orderId);',
      '-  await sdk.capture(orderId, amount);',
      '+  // The same order is captured once, however often the button is pressed.',
      '+  await sdk.capture(orderId, amount, { idempotencyKey: orderId });',
    ]),
    run('npm test', 'Run all tests', ' Test Files  118 passed (118)\n      Tests  1,204 passed (1,204)\n   Duration  48.90s', {
      seconds: 50.2,
      leave: 'allow_once',
    }),
    say(
      'The upgrade is through, all 1,204 tests pass:',
      '',
      '- `createToken` → `createPaymentMethod` in the card form',
      '- `confirm` → `confirmPayment` when a customer pays',
      '- captures carry an **idempotency key**, the order’s id',
      '',
      'The sandbox keys of version 11 do not work with 12. Somebody with access must make new ones before this is deployed to staging.',
    ),
  ],
};

export const checkoutForm: Scenario = {
  ...storefront,
  branch: 'feat/checkout',
  mode: 'full-auto',
  steps: [
    ask('Convert the checkout address form to react-hook-form\n\nThe validation messages stay word for word.'),
    read(
      'src/checkout/AddressForm.tsx',
      1,
      'export function AddressForm({ onDone }: Props) {',
      '  const [street, setStreet] = useState("");',
      '  const [zip, setZip] = useState("");',
      '  const [city, setCity] = useState("");',
      '  const [errors, setErrors] = useState<Errors>({});',
    ),
    plan(1, 'Read the form and its messages', 'Write the schema', 'Replace the state by useForm', 'Run the tests'),
    write('src/checkout/address-schema.ts', [
      'import { z } from "zod";',
      '',
      'export const Address = z.object({',
      '  street: z.string().min(1, "Enter your street and number."),',
      '  zip: z.string().regex(/^[0-9]{4,5}$/, "A postcode has four or five digits."),',
      '  city: z.string().min(1, "Enter your town."),',
      '});',
      'export type Address = z.infer<typeof Address>;',
    ]),
    crash('The CLI was killed.'),
    ask('The machine was restarted for updates. Continue where you left off.', 95),
    plan(2, 'Read the form and its messages', 'Write the schema', 'Replace the state by useForm', 'Run the tests'),
    edit('src/checkout/AddressForm.tsx', 1, [
      ' export function AddressForm({ onDone }: Props) {',
      '-  const [street, setStreet] = useState("");',
      '-  const [zip, setZip] = useState("");',
      '-  const [city, setCity] = useState("");',
      '-  const [errors, setErrors] = useState<Errors>({});',
      '+  const { register, handleSubmit, formState } = useForm<Address>({ resolver: zodResolver(Address) });',
      '+  const { errors } = formState;',
    ]),
    run('npx vitest run src/checkout', 'Run the tests of the checkout', ' Test Files  11 passed (11)\n      Tests  96 passed (96)', {
      seconds: 7.7,
    }),
    plan(null, 'Read the form and its messages', 'Write the schema', 'Replace the state by useForm', 'Run the tests'),
    say(
      'The form keeps its state in `useForm`, the rules are in `address-schema.ts`, and every message is word for word what it was. All 96 tests of the checkout pass.',
    ),
  ],
};

export const flakyCheckout: Scenario = {
  ...storefront,
  branch: 'fix/login-flake',
  mode: 'full-auto',
  steps: [
    ask('checkout.spec.ts fails one time in five on CI, never here. Find out why.'),
    run(
      'npx playwright test checkout.spec.ts --repeat-each=20 --workers=4',
      'Repeat the test until it fails',
      '  3 failed\n    checkout.spec.ts:41:3 › pays with a saved card\n  57 passed (2.1m)\n\n    Error: locator.click: Target closed\n      44 |   await page.getByRole("button", { name: "Pay" }).click();',
      { exitCode: 1, seconds: 126 },
    ),
    think(
      'Four workers make it fail here as well. "Target closed" on Pay: the page navigates while it is clicked. The saved card is loaded late and redirects.',
    ),
    read(
      'e2e/checkout.spec.ts',
      38,
      '  await page.goto("/checkout");',
      '  await page.getByText("Visa ending in 4242").click();',
      '  await page.getByRole("button", { name: "Pay" }).click();',
    ),
    edit('e2e/checkout.spec.ts', 39, [
      '   await page.getByText("Visa ending in 4242").click();',
      '+  // Choosing a card reloads the totals; the button works before that, for nobody.',
      '+  await expect(page.getByTestId("total")).not.toHaveAttribute("aria-busy");',
      '   await page.getByRole("button", { name: "Pay" }).click();',
    ]),
    run('npx playwright test checkout.spec.ts --repeat-each=40 --workers=4', 'Repeat it twice as often', '  160 passed (4.6m)', {
      seconds: 276,
    }),
    say(
      'Choosing a saved card reloads the totals, and **Pay** can be pressed in between: on a slow machine the test is faster than the page. The test now waits as a person would; 160 of 160 runs pass. The button should be disabled meanwhile, too, which I can do in a change of its own.',
    ),
  ],
};
