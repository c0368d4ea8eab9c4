import { expect, type Page, test } from '@playwright/test';
import { connect } from '../support/client.ts';
import { look as looksOf } from '../support/looks.ts';
import { openManage } from '../support/manage.ts';
import { readyToWork, signIn } from '../support/sign-in.ts';
import { PASSWORD, type Stack, startStack } from '../support/stack.ts';

/** What an administrator sees of other people's sessions, and does with them. */
test.describe.configure({ mode: 'serial' });

let stack: Stack;
let page: Page;
let machineId = '';
let personId = '';
const faults: string[] = [];
const accessibility: string[] = [];
const look = async (name: string) => void accessibility.push(...(await looksOf(page, name)));

const script = (...steps: object[]) => `@@fake ${JSON.stringify(steps)}`;

async function startSession(username: string, title: string, message: string): Promise<string> {
  const { api } = await connect(stack.url, username, PASSWORD);
  const session = { machineId, tool: 'claude-code' as const, cwd: stack.project, model: 'fake-model', title, message };
  return (await api.session.create.mutate(session)).id;
}

const table = () => page.getByRole('table', { name: 'Sessions' });
const row = (title: string) => table().getByRole('row').filter({ hasText: title });
const drawer = () => page.getByRole('complementary').filter({ has: page.getByRole('region', { name: /output/i }) });

test.beforeAll(async ({ browser }) => {
  stack = await startStack({});
  const { api } = await stack.admin();
  machineId = await readyToWork(stack);
  personId = (await api.user.create.mutate({ username: 'mara', displayName: 'Mara Lind', password: PASSWORD })).user.id;
  await api.machine.setMember.mutate({ machineId, userId: personId, role: 'user' });
  page = await signIn(browser, stack, faults);
});
test.afterAll(async () => {
  await page?.context().close();
  await stack?.stop();
});
test.afterEach(() => expect(faults.splice(0)).toEqual([]));

test('a session that somebody else starts comes up in the list by itself, and says whose it is', async () => {
  await openManage(page, 'Remote', 'Sessions');
  await expect(page.getByText('No session yet')).toBeVisible();
  await look('sessions-empty');
  await startSession(
    'mara',
    'Mara’s errand',
    script({ text: 'Asking.', tool: 'shell', command: 'touch made.txt' }, { text: 'It is there.' }),
  );
  await expect(row('Mara’s errand')).toContainText('Mara Lind');
  await expect(row('Mara’s errand')).toContainText('Needs answer', { timeout: 30_000 });
  await look('sessions');
});

test('its output is read and not answered by the administrator, and goes on before their eyes', async () => {
  await row('Mara’s errand').getByRole('link').click();
  await expect(page).toHaveURL(/\/manage\/sessions\/[0-9a-f-]{36}$/);
  await expect(drawer().getByText('Waits for the answer of Mara Lind.')).toBeVisible();
  await expect(drawer().getByRole('button', { name: 'Allow once' })).toHaveCount(0);
  await expect(drawer().getByText('· 1 request')).toBeVisible();
  await look('session-drawer');

  const { api } = await connect(stack.url, 'mara', PASSWORD);
  const [request] = (await api.session.waiting.query()).items;
  const { sessionId = '', requestId = '' } = request ?? {};
  await api.session.respond.mutate({ sessionId, requestId, decision: 'allow_once' });
  await expect(drawer().getByText('It is there.', { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(row('Mara’s errand')).toContainText('Idle');

  // The end stays in sight in a smaller window.
  await page.setViewportSize({ width: 1440, height: 760 });
  await expect(drawer().getByText('Turn completed')).toBeInViewport();
  await page.setViewportSize({ width: 1440, height: 900 });
});

test('it is paused, resumed, and stopped once the administrator has confirmed it', async () => {
  await drawer().getByRole('button', { name: 'Pause' }).click();
  await expect(row('Mara’s errand')).toContainText('Paused');
  await drawer().getByRole('button', { name: 'Resume' }).click();
  await expect(row('Mara’s errand')).toContainText('Idle');

  await drawer().getByRole('button', { name: 'Stop' }).click();
  const dialog = page.getByRole('dialog', { name: 'Stop “Mara’s errand”?' });
  await expect(dialog).toContainText('Mara Lind');
  await look('session-stop');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(row('Mara’s errand')).toContainText('Idle');
  await drawer().getByRole('button', { name: 'Stop' }).click();
  await dialog.getByRole('button', { name: 'Stop session' }).click();
  await expect(row('Mara’s errand')).toContainText('Ended');
  await expect(drawer().getByRole('button', { name: 'Pause' })).toHaveCount(0);

  const { items } = await (await stack.admin()).api.audit.list.query({ search: 'Mara’s errand' });
  const acts = items.filter(({ actorName }) => actorName === 'admin').map(({ action }) => action);
  expect(acts).toEqual(expect.arrayContaining(['session.pause', 'session.resume', 'session.stop']));
});

test('a filter stands in the address, and a link with it shows the same', async () => {
  await startSession('admin', 'Own work', script({ text: 'Done.' }));
  await page.goto(`${stack.url}/manage/sessions?person=${personId}`);
  await expect(row('Mara’s errand')).toBeVisible();
  await expect(row('Own work')).toHaveCount(0);
  await expect(page.getByRole('combobox', { name: 'Person: Mara Lind' })).toBeVisible();

  await page.goto(`${stack.url}/manage/sessions`);
  await expect(row('Own work')).toContainText('Idle', { timeout: 30_000 });
  await page.getByRole('combobox', { name: 'State' }).click();
  await page.getByRole('option', { name: 'Not ended' }).click();
  await expect(page).toHaveURL(/\?status=open$/);
  await expect(row('Mara’s errand')).toHaveCount(0);
  await (await stack.admin()).api.session.stop.mutate({ sessionId: await idOf('Own work') });
  await expect(page.getByText('Nothing matches')).toBeVisible();
});

async function idOf(title: string): Promise<string> {
  const { items } = await (await stack.admin()).api.session.list.query({ search: title });
  return items[0]?.id ?? '';
}

test('no page on the way broke the rules of accessibility', () => {
  expect([...new Set(accessibility)]).toEqual([]);
});
