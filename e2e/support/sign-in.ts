import { type Browser, type BrowserContextOptions, expect, type Page } from '@playwright/test';
import { PASSWORD, PROVIDER_KEY, type Stack } from './stack.ts';

const settings: BrowserContextOptions = { viewport: { width: 1440, height: 900 }, locale: 'en-US', timezoneId: 'Europe/Berlin' };

/** A browser of the first administrator's, in Work; what its pages throw is added to `faults`. */
export async function signIn(browser: Browser, stack: Stack, faults: string[], more: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ ...settings, ...more });
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(error.message));
  await page.goto(`${stack.url}/login`);
  await page.getByLabel('User name').fill('admin');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/work/);
  return page;
}

/** Waits for the machine, and adds the fake provider's key; answers the machine's id. */
export async function readyToWork(stack: Stack): Promise<string> {
  const { api } = await stack.admin();
  await expect.poll(async () => (await api.machine.list.query({})).items[0]?.status, { timeout: 20_000 }).toBe('online');
  await api.providerKey.create.mutate({ provider: 'anthropic', name: 'Fake provider', apiKey: PROVIDER_KEY, baseUrl: stack.llm.url });
  return (await api.machine.list.query({})).items[0]?.id ?? '';
}
