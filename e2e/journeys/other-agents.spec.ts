import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { accessibilityFaults, look as looksOf } from '../support/looks.ts';
import { openManage } from '../support/manage.ts';
import { signIn } from '../support/sign-in.ts';
import { type Stack, startStack } from '../support/stack.ts';

/** An administrator adds an agent that speaks ACP, works with it on this machine, and removes it. */
test.describe.configure({ mode: 'serial' });

let stack: Stack;
let page: Page;
const faults: string[] = [];

test.beforeAll(async ({ browser }) => {
  stack = await startStack({ tools: [] });
  symlinkSync(fileURLToPath(new URL('../clis/acp/polite-agent.mjs', import.meta.url)), join(stack.home, 'bin', 'polite'));
  page = await signIn(browser, stack, faults, { permissions: ['clipboard-read', 'clipboard-write'] });
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
const dialog = () => page.getByRole('dialog');
const drawer = () => page.getByRole('complementary', { name: 'Polite' });
/** By its whole name; that of a variable stands in its row. */
const field = (name: string) => page.getByRole('textbox', { name, exact: true }).first();
const addButton = () => page.getByRole('button', { name: 'Add agent', exact: true });

async function addVariable(name: string, value: string): Promise<void> {
  await page.getByRole('button', { name: 'Add variable' }).click();
  const row = page.getByRole('list', { name: 'Environment' }).getByRole('listitem').last();
  await row.getByLabel('Name').fill(name);
  await row.getByLabel('Value').fill(value);
}

test('an empty list says what ACP is, and leads to the choice of an agent', async () => {
  await openManage(page, 'Remote', 'Other agents');
  await expect(heading('Other agents')).toBeVisible();
  await expect(shown('the Agent Client Protocol, is how editors speak')).toBeVisible();
  await look('other-agents-empty');
  await page.getByRole('link', { name: 'Add agent', exact: true }).click();
  await expect(dialog().getByRole('link', { name: /Another agent/ })).toBeVisible();
  accessibility.push(...(await accessibilityFaults(page, 'choice of an agent')));
  await dialog()
    .getByRole('link', { name: /Another agent/ })
    .click();
  await expect(heading('Add agent')).toBeVisible();
  await expect(shown('What is set here is run on every machine')).toBeVisible();
});

test('what is wrong is said at its field, also in the part that is folded', async () => {
  await addButton().click();
  await expect(field('Name')).toBeFocused();
  await expect(shown('Enter 1 to 60 characters on one line.')).toBeVisible();
  await field('Name').fill('Polite Agent');
  await expect(field('Id')).toHaveValue('polite-agent');
  await field('Id').fill('codex');
  await field('Program').fill('polite');
  await field('Arguments (optional)').fill('--key={token}');
  await page.getByRole('button', { name: 'Advanced' }).click();
  await addVariable('not a name', '');
  await look('other-agents-advanced');
  await page.getByRole('button', { name: 'Advanced' }).click();
  await addButton().click();
  await expect(shown('This is a tool that comes with Open ACE.')).toBeVisible();
  await expect(shown('Everybody on the machine can read arguments.')).toBeVisible();
  await expect(shown('Enter a name such as OPENAI_BASE_URL')).toBeVisible();
  await field('Id').fill('polite');
  await field('Arguments (optional)').fill('');
});

test('an agent is added by the form', async () => {
  await field('Name').fill('Polite');
  await expect(field('Id')).toHaveValue('polite');
  await field('The agent’s id of Ask first').fill('careful');
  await page.getByRole('switch', { name: 'Plan' }).click();
  await field('The agent’s id of Plan').fill('planning');
  await page.getByRole('button', { name: 'Remove not a name' }).click();
  await addVariable('POLITE_HOME', '{home}');
  await addVariable('POLITE_KEY', '{token}');
  await field('Tested from').fill('1.0.0');
  await field('Tested below').fill('2.0.0');
  await look('other-agents-form');
  await addButton().click();
  await expect(shown('Polite saved')).toBeVisible();
  await expect(page).toHaveURL(/\/manage\/agents\/polite$/);
});

test('it is found on this machine within a moment, in its version', async () => {
  await expect(drawer().getByRole('region', { name: 'Machines' }).getByText('1.2.3')).toBeVisible({ timeout: 30_000 });
  await expect(drawer().getByText('POLITE_HOME={home}')).toBeVisible();
  await expect(page.getByRole('row', { name: /Polite/ })).toContainText('1 of 1');
  await look('other-agents-drawer');
});

test('its definition is copied as JSON, and one that is wrong is refused in words', async () => {
  await drawer().getByRole('button', { name: 'Actions for Polite' }).click();
  await page.getByRole('menuitem', { name: 'As JSON' }).click();
  await dialog().getByRole('button', { name: 'Copy' }).click();
  accessibility.push(...(await accessibilityFaults(page, 'definition')));
  const definition = await page.evaluate(() => navigator.clipboard.readText());
  expect(JSON.parse(definition)).toMatchObject({ id: 'polite', modes: [{ mode: 'plan', id: 'planning' }, { mode: 'ask' }] });
  await dialog().getByRole('button', { name: 'Close' }).last().click();

  await page.getByRole('link', { name: 'Add agent', exact: true }).click();
  await dialog()
    .getByRole('link', { name: /From JSON/ })
    .click();
  const use = dialog().getByRole('button', { name: 'Fill the form' });
  await field('Definition').fill(definition.replace('"ask"', '"always"').replace('"polite"', '7'));
  await use.click();
  await expect(dialog().getByText('This must be text in quotes.')).toBeVisible();
  await expect(dialog().getByText('One of plan, ask, auto-edit and full-auto.')).toBeVisible();
  await field('Definition').fill(definition);
  await use.click();
  await expect(field('Program')).toHaveValue('polite');
  await addButton().click();
  await expect(shown('Another agent has this id.')).toBeVisible();
  await page.getByRole('link', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Discard changes' }).click();
  await expect(heading('Other agents')).toBeVisible();
});

test('a session with it is started in the browser, and it answers', async () => {
  await page.goto(`${stack.url}/work/new`);
  await page.getByRole('combobox', { name: 'Folder' }).fill(stack.project);
  await page.getByLabel('First message').fill('Good morning');
  await page.getByRole('button', { name: 'Start session' }).click();
  await expect(page.getByRole('paragraph').filter({ hasText: 'You said: Good morning' })).toBeVisible({ timeout: 30_000 });
  await look('other-agents-session');
});

test('it is changed, and removed while its session goes on', async () => {
  await page.goto(`${stack.url}/manage/agents/polite`);
  await drawer().getByRole('link', { name: 'Edit Polite' }).click();
  await expect(field('Id')).not.toBeEditable();
  await page.getByRole('button', { name: 'Advanced' }).click();
  await field('Caveat (optional)').fill('It says what it is told.');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(drawer().getByText('It says what it is told.')).toBeVisible();

  await drawer().getByRole('button', { name: 'Actions for Polite' }).click();
  await page.getByRole('menuitem', { name: 'Remove agent' }).click();
  await expect(dialog().getByText('Sessions that run go on')).toBeVisible();
  accessibility.push(...(await accessibilityFaults(page, 'removing an agent')));
  await dialog().getByRole('button', { name: 'Remove Polite' }).click();
  await expect(shown('No other agents yet')).toBeVisible();

  const { api } = await stack.admin();
  await expect.poll(async () => (await api.machine.list.query({})).items[0]?.tools, { timeout: 30_000 }).toEqual([]);
  const session = (await api.session.list.query({})).items[0];
  await page.goto(`${stack.url}/work/sessions/${session?.id}`);
  await page.getByRole('textbox', { name: /^Message/ }).fill('Still there?');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('paragraph').filter({ hasText: 'You said: Still there?' })).toBeVisible({ timeout: 30_000 });
});

test('the same in Chinese', async () => {
  const { api } = await stack.admin();
  await api.acpAgent.set.mutate({
    id: 'polite',
    name: 'Polite',
    program: 'polite',
    args: ['acp'],
    versionArgs: ['--version'],
    env: [{ name: 'POLITE_HOME', value: '{home}' }],
    config: '{"url":"{gatewayV1}"}',
    beside: null,
    vendor: 'openai',
    model: '{model}',
    needsModel: true,
    authMethod: '',
    modes: [{ mode: 'ask', id: 'careful' }],
    tested: { from: '2.0.0', below: '' },
    package: 'polite-agent',
    node: '22',
    caveat: 'It says what it is told.',
  });
  await page.goto(`${stack.url}/manage/agents/polite`);
  await page.getByRole('button', { name: 'Language' }).click();
  await page
    .getByRole('menuitemradio', { name: /中文/ })
    .or(page.getByRole('menuitem', { name: /中文/ }))
    .first()
    .click();
  await expect(heading('其他智能体')).toBeVisible();
  await look('zh-other-agents-drawer');
  await page.goto(`${stack.url}/manage/agents/polite/edit`);
  await page.getByRole('button', { name: '高级设置' }).click();
  await look('zh-other-agents-form');
});

test('no page on the way broke the rules of accessibility', () => {
  expect([...new Set(accessibility)]).toEqual([]);
});
