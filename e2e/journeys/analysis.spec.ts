import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { look as looksOf } from '../support/looks.ts';
import { PASSWORD, type Stack, startStack } from '../support/stack.ts';

/** Eight weeks of work, of which one day stood out: what an administrator sees of it, and says of it. */
test.describe.configure({ mode: 'serial' });

let stack: Stack;
let page: Page;
const faults: string[] = [];

const DAY = 86_400_000;
const today = Math.floor(Date.now() / DAY) * DAY;
const spikeAt = 10;

/** What Claude Code keeps of one answered request. */
function line(at: number, model: string, serial: number): string {
  return JSON.stringify({
    type: 'assistant',
    uuid: `uuid-${serial}`,
    sessionId: '6f0e9a52-9b0f-4a53-8c57-2f6a4b3e7d10',
    timestamp: new Date(at).toISOString(),
    cwd: stack.project,
    version: '2.0.14',
    requestId: `req_${serial}`,
    message: {
      id: `msg_${serial}`,
      type: 'message',
      role: 'assistant',
      model,
      content: [{ type: 'text', text: 'Done.' }],
      usage: { input_tokens: 900, output_tokens: 100, cache_read_input_tokens: 0, cache_creation_input_tokens: 0 },
    },
  });
}

function eightWeeks(): string {
  let serial = 0;
  const lines: string[] = [];
  for (let back = 56; back > 0; back--) {
    for (let n = 0; n < 10; n++) lines.push(line(today - back * DAY + 10 * 3_600_000 + n * 60_000, 'claude-sonnet-4-5', serial++));
    for (let n = 0; n < (back === spikeAt ? 80 : 0); n++)
      lines.push(line(today - back * DAY + 14 * 3_600_000 + n, 'claude-opus-4-1', serial++));
  }
  return `${lines.join('\n')}\n`;
}

test.beforeAll(async ({ browser }) => {
  stack = await startStack({ tools: [] });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US', timezoneId: 'UTC' });
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

test('pages of a ledger without use say what they wait for', async () => {
  await page.goto(stack.url);
  await page.getByLabel('User name or e-mail').fill('admin');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/work/);
  for (const [path, title, empty] of [
    ['trend', 'Usage trend', 'No use in this period'],
    ['anomalies', 'Unusual days', 'Too few days to tell'],
    ['forecast', 'Forecast', 'Too early for a forecast'],
  ] as const) {
    await page.goto(`${stack.url}/manage/usage/${path}`);
    await expect(heading(title)).toBeVisible();
    await expect(shown(empty)).toBeVisible();
    await look(`analysis-${path}-empty`);
  }
});

test('use over time and over the week, and by whom', async () => {
  const folder = join(stack.home, '.claude/projects/-project');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, '6f0e9a52-9b0f-4a53-8c57-2f6a4b3e7d10.jsonl'), eightWeeks());
  const { api } = await stack.admin();
  await expect.poll(async () => (await api.usage.summary.query({})).requests, { timeout: 20_000 }).toBe(640);

  await page.goto(`${stack.url}/manage/usage/trend?period=30d&measure=requests`);
  await expect(heading('Usage trend')).toBeVisible();
  await expect(shown('Claude Code')).toBeVisible();
  await expect(shown(/Busiest: .*14:00–15:00/)).toBeVisible();
  await page.getByRole('combobox', { name: /^Rank by/ }).click();
  await page.getByRole('option', { name: 'Model' }).click();
  await expect(page).toHaveURL(/by=model/);
  await expect(page.getByRole('link', { name: 'claude-opus-4-1' })).toBeVisible();
  await page.getByRole('combobox', { name: /^Bars/ }).click();
  await page.getByRole('option', { name: 'Week' }).click();
  await expect(page).toHaveURL(/grain=week/);
  await look('analysis-trend');
  await page.getByRole('link', { name: 'claude-opus-4-1' }).click();
  await expect(heading('Requests')).toBeVisible();
  await expect(shown(/^80 requests/)).toBeVisible();
});

test('the day that stood out is named with what drove it, and what was said of it stays', async () => {
  await page.goto(`${stack.url}/manage/usage/anomalies?period=90d&measure=requests`);
  await expect(heading('Unusual days')).toBeVisible();
  await expect(shown('New model: claude-opus-4-1')).toBeVisible();
  await page.getByRole('link', { name: /^Spike/ }).click();
  const drawer = page.getByRole('complementary');
  await expect(drawer.getByRole('link', { name: 'claude-opus-4-1' })).toBeVisible();
  await look('analysis-anomaly');
  await drawer.getByText('Handled', { exact: true }).click();
  await drawer.getByLabel('Note').fill('The migration of the tests');
  await drawer.getByRole('button', { name: 'Save changes' }).click();
  await expect(drawer.getByText(/^Set by /)).toBeVisible();
  await page.reload();
  await expect(drawer.getByLabel('Note')).toHaveValue('The migration of the tests');
  await drawer.getByRole('link', { name: 'View requests' }).click();
  await expect(shown(/^90 requests/)).toBeVisible();
});

test('the forecast says what to expect, and how it did in the past', async () => {
  await page.goto(`${stack.url}/manage/usage/forecast?measure=requests`);
  await expect(heading('Forecast')).toBeVisible();
  await expect(shown(/^\d+ requests$/)).toBeVisible();
  await expect(shown('How far to believe it')).toBeVisible();
  await page.getByText('7 days', { exact: true }).click();
  await expect(page).toHaveURL(/horizon=7/);
  await look('analysis-forecast');
});

test('nothing of it is out of reach of those who cannot see or point', () => expect(accessibility).toEqual([]));
