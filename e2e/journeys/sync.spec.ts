import { expect, type Page, test } from '@playwright/test';
import { readyToWork, signIn } from '../support/sign-in.ts';
import { type Stack, startStack } from '../support/stack.ts';

/** What follows a person from browser to browser, also over reloads and lost lines. */
test.describe.configure({ mode: 'serial' });

let stack: Stack;
let here: Page;
let there: Page;
let sessionId = '';
const faults: string[] = [];

const script = (...steps: object[]) => `@@fake ${JSON.stringify(steps)}`;
const open = (page: Page) => page.goto(`${stack.url}/work/sessions/${sessionId}`);
const message = (page: Page) => page.getByRole('textbox', { name: /^Message Claude Code/ });
const tab = (page: Page) => page.getByRole('navigation', { name: 'Open sessions' }).getByText('Followed');

test.beforeAll(async ({ browser }) => {
  stack = await startStack({});
  const { api } = await stack.admin();
  const machineId = await readyToWork(stack);
  const session = { machineId, tool: 'claude-code' as const, cwd: stack.project, model: 'fake-model', title: 'Followed' };
  sessionId = (await api.session.create.mutate(session)).id;
  here = await signIn(browser, stack, faults);
  there = await signIn(browser, stack, faults);
});
test.afterAll(async () => {
  await here?.context().close();
  await there?.context().close();
  await stack?.stop();
});
test.afterEach(() => expect(faults.splice(0)).toEqual([]));

test('a tab that is opened or closed in one browser is so in the other', async () => {
  await open(here);
  await expect(tab(there)).toBeVisible();
  await there.getByRole('button', { name: 'Close Followed' }).click();
  await expect(tab(there)).toHaveCount(0);
  await expect(tab(here)).toHaveCount(0);
});

test('a draft follows as it is typed, and is gone from both once it is sent from one', async () => {
  await open(here);
  await open(there);
  await message(here).fill(script({ text: 'Answered.' }));
  await expect(message(there)).toHaveValue(/Answered/);
  await message(there).press('Enter');
  await expect(message(there)).toHaveValue('');
  await expect(message(here)).toHaveValue('');
  await expect(here.getByText('Answered.', { exact: true })).toBeVisible({ timeout: 30_000 });
});

test('what is typed right before a reload is still there, and in the other browser', async () => {
  await message(here).fill('first');
  await expect(message(there)).toHaveValue('first');
  await message(here).fill('first, and the rest');
  await here.reload();
  await expect(message(there)).toHaveValue('first, and the rest');
  await expect(message(here)).toHaveValue('first, and the rest');
});

test('what is typed while the server is away gets to the other browser once it is back', async () => {
  await stack.server.kill();
  await message(here).fill('typed meanwhile');
  await here.waitForTimeout(1_500);
  await expect(message(there)).toHaveValue('first, and the rest');
  await stack.server.start();
  await expect(message(there)).toHaveValue('typed meanwhile', { timeout: 60_000 });
  await expect(message(here)).toHaveValue('typed meanwhile');
});

test('a panel that is closed in one browser is closed in the other', async () => {
  const toggle = (page: Page) => page.getByRole('button', { name: 'Show or hide the details' });
  await expect(toggle(there)).toHaveAttribute('aria-pressed', 'true');
  await toggle(here).click();
  await expect(toggle(there)).toHaveAttribute('aria-pressed', 'false');
});
