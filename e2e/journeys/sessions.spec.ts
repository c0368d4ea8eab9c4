import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, type Page, test } from '@playwright/test';
import { programOf } from '../clis/cli-programs.ts';
import { look as looksOf } from '../support/looks.ts';
import { readyToWork, signIn } from '../support/sign-in.ts';
import { type Stack, startStack } from '../support/stack.ts';

/** What a developer does with sessions all day: answers what they ask, from any browser, and steers, forks, finds and files them. */
test.describe.configure({ mode: 'serial' });

let stack: Stack;
let page: Page;
let other: Page;
let machineId = '';
const faults: string[] = [];
const accessibility: string[] = [];
const look = async (name: string) => void accessibility.push(...(await looksOf(page, name)));

const script = (...steps: object[]) => `@@fake ${JSON.stringify(steps)}`;
const touches = (name: string) => script({ text: 'A file.', tool: 'shell', command: `touch ${name}` }, { text: `${name} is there.` });

async function startSession(title: string, message: string): Promise<string> {
  const { api } = await stack.admin();
  const session = { machineId, tool: 'claude-code' as const, cwd: stack.project, model: 'fake-model', title, message };
  return (await api.session.create.mutate(session)).id;
}
/** A machine has room for five. */
async function stopAll(): Promise<void> {
  const { api } = await stack.admin();
  const { items } = await api.session.list.query({ status: ['idle', 'running', 'needs_you', 'starting'] });
  for (const { id } of items) await api.session.stop.mutate({ sessionId: id });
}
const open = (id: string, on = page) => on.goto(`${stack.url}/work/sessions/${id}`);
const message = (on = page) => on.getByRole('textbox', { name: /^Message Claude Code/ });
const menu = async (item: string) => {
  await page.getByRole('button', { name: 'More for this session' }).click();
  await page.getByRole('menuitem', { name: item }).click();
};

test.beforeAll(async ({ browser }) => {
  stack = await startStack({});
  machineId = await readyToWork(stack);
  writeFileSync(join(stack.project, 'shopping-cart.ts'), 'export {};\n');
  page = await signIn(browser, stack, faults, { acceptDownloads: true });
  other = await signIn(browser, stack, faults);
});
test.afterAll(async () => {
  await page?.context().close();
  await other?.context().close();
  await stack?.stop();
});
test.afterEach(() => expect(faults.splice(0)).toEqual([]));

test('what sessions ask for stands in one place, and an answer in one browser is seen in the other', async () => {
  await page.goto(`${stack.url}/work/requests`);
  await expect(page.getByText('Nothing waits for you')).toBeVisible();
  await look('inbox-empty');
  await startSession('First asker', touches('first.txt'));
  await expect(page.getByRole('region', { name: 'First asker' }).getByText('touch first.txt').first()).toBeVisible({ timeout: 30_000 });
  await startSession('Second asker', touches('second.txt'));
  await expect(page.getByRole('region', { name: 'Second asker' }).getByText('touch second.txt').first()).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('link', { name: '2 requests wait for you' })).toBeVisible();
  await look('inbox');
  await other.goto(`${stack.url}/work/requests`);
  await expect(other.getByRole('region', { name: /asker/ })).toHaveCount(2);

  await page.getByRole('region', { name: 'First asker' }).getByRole('button', { name: 'Allow once' }).click();
  await expect(other.getByRole('region', { name: 'First asker' })).toHaveCount(0);
  await expect(other.getByRole('link', { name: '1 request waits for you' })).toBeVisible();
});

test('“Always” for a folder holds in the next session there, is listed, and can be taken back', async () => {
  const asker = page.getByRole('region', { name: 'Second asker' });
  await page.waitForTimeout(800);
  await asker.getByRole('button', { name: 'Choose how far it goes' }).click();
  await look('always-menu');
  await page.getByRole('menuitem', { name: /In this folder/ }).click();
  await expect(page.getByText('Nothing waits for you')).toBeVisible({ timeout: 15_000 });

  const again = await startSession('Asks no more', touches('second.txt'));
  await open(again);
  await expect(page.getByText('second.txt is there.', { exact: true })).toBeVisible({ timeout: 30_000 });

  await page.goto(`${stack.url}/work/requests/rules`);
  await expect(page.getByText('In this folder')).toBeVisible();
  await look('rules');
  await page.getByRole('button', { name: /^Revoke/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText('Nothing is always allowed yet')).toBeVisible();
});

test('tabs and drafts follow their person', async () => {
  await stopAll();
  const id = await startSession('Followed', script({ text: 'Ready.' }));
  await open(id);
  await expect(page.getByText('Ready.', { exact: true })).toBeVisible({ timeout: 30_000 });
  await other.goto(`${stack.url}/work`);
  await expect(other.getByRole('navigation', { name: 'Open sessions' }).getByText('Followed')).toBeVisible();
  await open(id, other);
  await message().fill('half a thought');
  await expect(message(other)).toHaveValue('half a thought');
  await message(other).fill('half a thought, and the other half');
  await expect(message()).toHaveValue('half a thought, and the other half');
  await message(other).fill('');
  await expect(message()).toHaveValue('');
});

test('what came of a session that nobody looked at is marked as new', async () => {
  await stopAll();
  const id = await startSession('Left alone', script({ text: 'One.' }));
  await open(id);
  await expect(page.getByText('One.', { exact: true })).toBeVisible({ timeout: 30_000 });
  await page.goto(`${stack.url}/work/requests`);
  await other.goto(`${stack.url}/work/requests`);
  await (await stack.admin()).api.session.send.mutate({ sessionId: id, text: script({ text: 'Two.' }) });
  await expect(page.getByRole('link', { name: /Left alone.*something new/ })).toBeVisible({ timeout: 30_000 });
  await open(id, other);
  await expect(page.getByRole('link', { name: /something new/ })).toHaveCount(0);
});

test('files and commands are completed where one types, and a picture goes along', async () => {
  await stopAll();
  const id = await startSession('Typing', script({ text: 'Ready.' }));
  await open(id);
  await expect(page.getByText('Ready.', { exact: true })).toBeVisible({ timeout: 30_000 });
  await message().pressSequentially('look at @cart');
  await expect(page.getByRole('option', { name: 'shopping-cart.ts' })).toBeVisible();
  await look('completion');
  await page.keyboard.press('Enter');
  await expect(message()).toHaveValue(/look at @shopping-cart\.ts/);
  await message().fill('');
  await message().pressSequentially('/comp');
  await expect(page.getByRole('option', { name: /^compact/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await message().fill('What is on it?');
  await page.locator('input[type=file]').setInputFiles({ name: 'dot.png', mimeType: 'image/png', buffer: Buffer.from(dot, 'base64') });
  await expect(page.getByRole('img', { name: 'Picture 1 of 1' })).toBeVisible();
  await look('picture');
  await message().press('Enter');
  // The fake provider answers with the end of what it was sent, which is where Claude Code says that a picture came along.
  await expect(page.getByText(/^Fake reply to: .*images\/1\.png/)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('button', { name: 'Picture 1 of 1' })).toBeVisible();
});

test('a message that comes while the agent works waits its turn; a paused session goes on where it was', async () => {
  await stopAll();
  const id = await startSession('Slow', script({ text: 'word '.repeat(120).trim(), chunkDelayMs: 150 }));
  await open(id);
  await expect(page.getByRole('paragraph').filter({ hasText: 'word word' })).toBeVisible({ timeout: 30_000 });
  await message().fill(script({ text: 'The second answer.' }));
  await message().press('Enter');
  await expect(page.getByText('Waits until Claude Code is done')).toBeVisible();
  await look('queued');
  await expect(page.getByText('The second answer.', { exact: true })).toBeVisible({ timeout: 30_000 });

  await menu('Pause');
  await expect(page.getByText('gets no further answer of its model')).toBeVisible();
  await message().fill(script({ text: 'The third answer.' }));
  await message().press('Enter');
  await expect(page.getByText('Waits until the session is resumed')).toBeVisible();
  await look('paused');
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByText('The third answer.', { exact: true })).toBeVisible({ timeout: 30_000 });
});

test('the transcript is searched, tagged, exported and forked, and the session deleted', async () => {
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+f');
  await page.getByRole('textbox', { name: 'Search in the transcript' }).fill('third answer');
  await expect(page.getByText(/of [12]$/)).toBeVisible();
  await look('search');
  await page.keyboard.press('Escape');

  await menu('Tags…');
  await page.getByRole('dialog').getByLabel('Tags').fill('release');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await page.getByRole('searchbox', { name: 'Search sessions' }).fill('release');
  await expect(page.locator('a[data-session-link]')).toHaveCount(1);
  await page.getByRole('searchbox', { name: 'Search sessions' }).fill('');

  const markdown = page.waitForEvent('download');
  await menu('Export as Markdown');
  const file = await (await markdown).path();
  expect(readFileSync(file, 'utf8')).toContain('The third answer.');

  await menu('Fork');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Slow (fork)');
  await message().fill(script({ text: 'From the fork.' }));
  await message().press('Enter');
  await expect(page.getByText('From the fork.', { exact: true })).toBeVisible({ timeout: 30_000 });
  await look('fork');

  await menu('Delete');
  await look('delete');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete session' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.locator('a[data-session-link]', { hasText: 'Slow (fork)' })).toHaveCount(0);
});

test('a conversation of a terminal goes on in the browser', async () => {
  const { api } = await stack.admin();
  await stopAll();
  const { token } = await api.apiToken.create.mutate({ name: 'By hand' });
  const { ANTHROPIC_API_KEY: _, ...inherited } = process.env;
  const gateway = { ANTHROPIC_BASE_URL: `${stack.url}/llm`, ANTHROPIC_AUTH_TOKEN: token, CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1' };
  const terminal = { cwd: stack.project, env: { ...inherited, HOME: stack.home, ...gateway } };
  const asked = promisify(execFile)(programOf('claude-code'), ['-p', 'The word is heron.', '--model', 'fake-model'], terminal);
  asked.child.stdin?.end();
  await asked;

  await page.goto(`${stack.url}/work/new`);
  await page.getByRole('combobox', { name: 'Folder' }).fill(stack.project);
  await page.getByRole('button', { name: 'Go on with a conversation of Claude Code from this machine' }).click();
  const picker = page.getByRole('dialog');
  await expect(picker.getByText('What was said stays on the machine')).toBeVisible();
  await look('conversations-without-words');
  await picker.getByRole('button', { name: 'Close' }).click();

  await api.machine.update.mutate({ machineId, historyPolicy: 'full' });
  await page.reload();
  await page.getByRole('combobox', { name: 'Folder' }).fill(stack.project);
  await page.getByRole('button', { name: 'Go on with a conversation of Claude Code from this machine' }).click();
  await expect(picker.getByText('The word is heron.')).toBeVisible();
  await look('conversations');
  await picker.getByText('The word is heron.').click();
  await expect(page.getByText('Goes on with “The word is heron.”')).toBeVisible();
  await look('conversation-chosen');
  await page.getByLabel('First message').fill('Which word?');
  await page.getByRole('button', { name: 'Start session' }).click();
  await expect(page.getByText('Fake reply to: Which word?', { exact: true })).toBeVisible({ timeout: 30_000 });
  expect(JSON.stringify(stack.llm.requests.at(-1)?.body)).toContain('The word is heron.');
});

test('no page on the way broke the rules of accessibility', () => {
  expect([...new Set(accessibility)]).toEqual([]);
});

/** A PNG of one pixel. */
const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';
