import { expect, type Page, test } from '@playwright/test';
import { accessibilityFaults, look as looksOf } from '../support/looks.ts';
import { PASSWORD, PROVIDER_KEY, type Stack, startStack } from '../support/stack.ts';

/** What a new user does in the first hour, from the set-up link to a session whose tokens are on the dashboard. */
test.describe.configure({ mode: 'serial' });

let stack: Stack;
let page: Page;
const faults: string[] = [];

test.beforeAll(async ({ browser }) => {
  stack = await startStack({ history: true, setUpLink: true });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US', timezoneId: 'Europe/Berlin' });
  page = await context.newPage();
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 40[013]/.test(message.text())) faults.push(message.text());
  });
});
test.afterAll(async () => {
  await page?.close();
  await stack?.stop();
});
test.afterEach(() => expect(faults.splice(0)).toEqual([]));

/** Gathered on the way and judged at its end, so that one page's fault does not hide the next page. */
const accessibility: string[] = [];
const look = async (name: string) => void accessibility.push(...(await looksOf(page, name)));

/** Its drawer opens beside the list. */
async function openFirstRow(): Promise<void> {
  await page.locator('a[data-row-link]').first().click();
  await expect(page.getByRole('complementary').getByRole('heading', { level: 3 }).first()).toBeVisible();
}

const script = (...steps: object[]) => `@@fake ${JSON.stringify(steps)}`;
const heading = (name: string) => page.getByRole('heading', { name, level: 1 });

test('the set-up link makes the first administrator and leads to Work', async () => {
  await page.goto(await stack.setUpUrl());
  await expect(heading('Set up Open ACE')).toBeVisible();
  await look('setup');
  await page.getByLabel('Password', { exact: true }).fill('short');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByText('This password does not meet all the rules.')).toBeVisible();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page).toHaveURL(/\/work/);
  await look('work-empty');
});

test('the link is dead from then on', async () => {
  const other = await page.context().browser()?.newPage();
  await other?.goto(await stack.setUpUrl());
  await expect(other?.getByText('This server is set up') ?? page.locator('none')).toBeVisible();
  await other?.close();
});

test('the history of this machine is on the dashboard, exact, with the rows behind it', async () => {
  await page.goto(`${stack.url}/manage/dashboard?period=90d`);
  await expect(heading('Dashboard')).toBeVisible();
  await expect(
    page
      .getByText('22,451')
      .or(page.getByText('22.4K').or(page.getByText('22.5K')))
      .first(),
  ).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText('Claude Code').filter({ visible: true }).first()).toBeVisible();
  await look('dashboard');
  await page.goto(`${stack.url}/manage/usage/requests?period=90d`);
  await expect(page.getByText('fake-model').filter({ visible: true }).first()).toBeVisible();
  await look('requests');
  await openFirstRow();
  await look('request-drawer');
});

test('the machine is there and online', async () => {
  await page.goto(`${stack.url}/manage/machines`);
  await expect(page.getByText('Online').filter({ visible: true }).first()).toBeVisible();
  await look('machines');
  await openFirstRow();
  await look('machine-drawer');
  await page.goto(`${stack.url}/manage/machines/new`);
  await page.getByRole('button', { name: 'Make the command' }).click();
  await expect(page.getByText('/agent/install.sh').first()).toBeVisible();
  await look('add-machine');
});

test('a provider key is added, tested and works', async () => {
  await page.goto(`${stack.url}/manage/provider-keys`);
  await look('provider-keys-empty');
  await page.getByText('Add key', { exact: true }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Fake provider');
  await dialog.getByLabel('Base URL (optional)').fill(stack.llm.url);
  await dialog.getByRole('textbox', { name: 'Key' }).fill(PROVIDER_KEY);
  accessibility.push(...(await accessibilityFaults(page, 'provider-key dialog')));
  await dialog.getByRole('button', { name: 'Add and test' }).click();
  await expect(dialog.getByText('Anthropic took the key.').or(dialog.getByText('Works')).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('Fake provider').filter({ visible: true }).first()).toBeVisible();
  await expect(page.getByText(PROVIDER_KEY)).toHaveCount(0);
  await look('provider-keys');
});

test('a session streams, asks, is allowed, and its tokens are on the dashboard within a second', async () => {
  await page.goto(`${stack.url}/work/new`);
  await expect(page.getByRole('combobox', { name: 'Folder' })).toBeVisible();
  await page.getByRole('combobox', { name: 'Folder' }).fill(stack.project);
  await page.getByRole('combobox', { name: 'Model (optional)' }).fill('fake-model');
  await page
    .getByLabel('First message')
    .fill(
      script(
        { text: 'I will make the file.', tool: 'shell', command: 'touch made.txt', usage: { input: 3210, output: 40, cacheRead: 0 } },
        { text: 'The file is **there**.', usage: { input: 1111, output: 12, cacheRead: 0 } },
      ),
    );
  await look('new-session');
  await page.getByRole('button', { name: 'Start session' }).click();
  await expect(page.getByText('Claude Code asks to run a command')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('article', { name: 'Permission request' }).getByText('touch made.txt').first()).toBeVisible();
  await look('session-asks');
  await page.getByRole('button', { name: 'Allow once' }).first().click();
  await expect(page.getByText('there', { exact: true })).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText('Claude Code asks to run a command')).toHaveCount(0);
  await look('session-done');
  const api = (await stack.admin()).api;
  await expect.poll(async () => (await api.usage.summary.query({})).inputTokens, { timeout: 1000 }).toBe(18_000 + 3210 + 1111);
});

test('reloading in the middle of an answer loses nothing and repeats nothing', async () => {
  const words = Array.from({ length: 60 }, (_, index) => `word${index}`).join(' ');
  await page.getByLabel('Message Claude Code').fill(script({ text: words, chunkDelayMs: 60 }));
  await page.keyboard.press('Enter');
  // The prompt holds the words as well; the answer is Markdown.
  const answer = page.getByRole('paragraph').filter({ hasText: 'word0 ' });
  await expect(answer).toContainText('word5 ', { timeout: 20_000 });
  await page.reload();
  await expect(answer).toContainText('word59', { timeout: 30_000 });
  await expect(answer).toHaveText(words);
});

test('people and the audit log', async () => {
  await page.goto(`${stack.url}/manage/users`);
  await expect(page.getByText('admin').filter({ visible: true }).first()).toBeVisible();
  await look('users');
  await openFirstRow();
  await look('user-drawer');
  await page.goto(`${stack.url}/manage/users/new`);
  await look('create-user');
  await page.goto(`${stack.url}/manage/audit`);
  await expect(page.getByRole('row').nth(1)).toBeVisible();
  await look('audit');
  await openFirstRow();
  await look('audit-drawer');
  await page.goto(`${stack.url}/profile`);
  await expect(heading('Profile')).toBeVisible();
  await look('profile');
  await page.goto(`${stack.url}/manage/nothing-here`);
  await look('not-found');
});

test('the same in Chinese', async () => {
  await page.getByRole('button', { name: 'Language' }).click();
  await page
    .getByRole('menuitem', { name: /中文/ })
    .or(page.getByRole('menuitemradio', { name: /中文/ }))
    .first()
    .click();
  for (const [path, name] of [
    ['/work', 'work'],
    ['/work/new', 'new-session'],
    ['/manage/dashboard?period=90d', 'dashboard'],
    ['/manage/machines', 'machines'],
    ['/manage/provider-keys', 'provider-keys'],
    ['/manage/users', 'users'],
    ['/manage/audit', 'audit'],
    ['/profile', 'profile'],
  ] as const) {
    await page.goto(`${stack.url}${path}`);
    await expect(page.locator('html')).toHaveAttribute('lang', /zh/);
    await page.waitForTimeout(400);
    await look(`zh-${name}`);
  }
});

test('signing out ends it, and signing in leads back', async () => {
  await page.context().clearCookies();
  await page.goto(`${stack.url}/manage/users`);
  await expect(page).toHaveURL(/\/login\?next=/);
  await look('zh-login');
});

test('no page on the way broke the rules of accessibility', () => {
  expect([...new Set(accessibility)]).toEqual([]);
});
