import { expect, type Page, test } from '@playwright/test';
import type { Api } from '../support/client.ts';
import { look as looksOf } from '../support/looks.ts';
import { PASSWORD, PROVIDER_KEY, type Stack, startStack } from '../support/stack.ts';

/** A person calls models from a program of their own; an administrator sees it live, limits it, prices it and ends it. */
test.describe.configure({ mode: 'serial' });

let stack: Stack;
let page: Page;
let admin: Api;
let token: string;
const faults: string[] = [];

test.beforeAll(async ({ browser }) => {
  stack = await startStack({ tools: [] });
  admin = (await stack.admin()).api;
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US', timezoneId: 'Europe/Berlin' });
  page = await context.newPage();
  page.on('pageerror', (error) => faults.push(error.message));
});
test.afterAll(async () => {
  await page?.close();
  await stack?.stop();
});
test.afterEach(() => expect(faults.splice(0)).toEqual([]));

const accessibility: string[] = [];
const look = async (name: string) => void accessibility.push(...(await looksOf(page, name)));
const heading = (name: string) => page.getByRole('heading', { name, level: 1 });
const shown = (text: string | RegExp) => page.getByText(text).filter({ visible: true }).first();

/** What opens a dialog with an address of its own is a link. */
const press = (name: string | RegExp) =>
  page.getByRole('link', { name }).or(page.getByRole('button', { name })).filter({ visible: true }).first().click();

/** A streamed call as a program makes it. */
function call(step: object, model = 'claude-sonnet-4-5'): Promise<Response> {
  return fetch(`${stack.url}/llm/v1/messages`, {
    method: 'POST',
    headers: { 'x-api-key': token, 'content-type': 'application/json', 'anthropic-version': '2023-06-01' },
    body: JSON.stringify({
      model,
      max_tokens: 100,
      stream: true,
      messages: [{ role: 'user', content: `@@fake ${JSON.stringify([step])}` }],
    }),
  });
}

test('an API token is made, shown once, and its lines can be pasted', async () => {
  await page.goto(stack.url);
  await page.getByLabel('User name or e-mail').fill('admin');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/work/);
  await page.getByRole('link', { name: 'API tokens', exact: true }).click();
  await expect(heading('API tokens')).toBeVisible();
  await look('api-tokens-empty');
  await press('Create API token');
  await page.getByRole('textbox', { name: 'Name' }).fill('My script');
  await page.getByRole('dialog').getByRole('button', { name: 'Create API token' }).click();
  await expect(shown('My script created')).toBeVisible();
  await look('api-token-created');
  const text = ((await page.getByRole('dialog').textContent()) ?? '').match(/ace_pat_[\w-]{43}/)?.[0];
  expect(text).toBeDefined();
  token = text ?? '';
  await expect(page.getByRole('dialog').getByText('ANTHROPIC_BASE_URL').first()).toBeVisible();
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText(token)).toHaveCount(0);
  await look('api-tokens');
});

test('without a provider key the call says who must do what; with one it runs, and is seen running', async () => {
  const refused = await call({ text: 'x' });
  expect(refused.status).toBe(403);
  expect(await refused.text()).toContain('Manage, Provider keys');
  await admin.providerKey.create.mutate({ provider: 'anthropic', name: 'Fake', apiKey: PROVIDER_KEY, baseUrl: stack.llm.url });
  await page.goto(`${stack.url}/manage/usage/requests`);
  const running = call({ words: 60, chunkDelayMs: 120, usage: { input: 1234, output: 80, cacheRead: 0 } }).then((answer) => answer.text());
  await expect(shown('Running now (1)')).toBeVisible();
  await look('requests-running');
  await running;
  await expect(shown('Running now (0)')).toBeVisible();
  await page.locator('a[data-row-link]').first().click();
  await expect(page.getByRole('complementary').getByText('1,234').first()).toBeVisible();
  await look('call-detail');
});

test('a budget binds at once, in the status bar and at the door', async () => {
  await page.goto(`${stack.url}/manage/budgets`);
  await expect(shown('No budgets yet')).toBeVisible();
  await look('budgets-empty');
  await press('Add budget');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Requests', { exact: true }).click();
  await dialog.getByLabel('Limit').fill('2');
  await look('add-budget');
  await dialog.getByRole('button', { name: 'Set budget' }).click();
  await expect(dialog).toBeHidden();
  await expect(shown(/1 \/ 2|50 %/)).toBeVisible();
  expect((await call({ text: 'The second.' })).status).toBe(200);
  await expect(shown('Used up')).toBeVisible();
  await look('budgets');
  const refused = await call({ text: 'The third.' });
  expect(refused.status).toBe(429);
  expect(await refused.text()).toContain('daily budget of 2 requests');
  for (const { id } of (await admin.quota.list.query({})).items) await admin.quota.delete.mutate({ quotaId: id });
});

test('a model without a price is named, gets one, and its calls a cost from then on', async () => {
  await (await call({ text: 'x' }, 'model-of-our-own')).text();
  await page.goto(`${stack.url}/manage/prices`);
  await expect(shown('model-of-our-own')).toBeVisible({ timeout: 15_000 });
  await look('prices');
  await press(/^Set (the )?price/);
  for (const [label, rate] of [
    ['Input', '2'],
    ['Output', '10'],
    ['Cache read', '0.2'],
    ['Cache write', '2.5'],
  ] as const)
    await page.getByRole('textbox', { name: label }).fill(rate);
  await look('set-price');
  await page
    .getByRole('button', { name: /^(Set price|Set a price|Save)/ })
    .last()
    .click();
  await expect(page.getByText(/has no price/)).toHaveCount(0);
  await (await call({ text: 'x', usage: { input: 1000, output: 100, cacheRead: 0 } }, 'model-of-our-own')).text();
  await expect.poll(async () => (await admin.usage.events.query({ limit: 1 })).items[0]?.costUsd).toBeCloseTo(0.003, 9);
});

test('models are allowed and named, keys routed, tokens of everybody seen and ended', async () => {
  await page.goto(`${stack.url}/manage/provider-keys/models`);
  await expect(shown('Allowed models')).toBeVisible();
  await look('models');
  await page.goto(`${stack.url}/manage/provider-keys`);
  await page.locator('a[data-row-link]').first().click();
  await look('provider-key');
  await page.goto(`${stack.url}/manage/proxy-tokens`);
  await expect(heading('Proxy tokens')).toBeVisible();
  await look('proxy-tokens');
  await page.goto(`${stack.url}/work/api-tokens`);
  await press('Revoke My script');
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(shown('No API tokens')).toBeVisible();
  expect((await call({ text: 'x' })).status).toBe(403);
});

test('no page on the way broke the rules of accessibility', () => {
  expect(accessibility).toEqual([]);
});
