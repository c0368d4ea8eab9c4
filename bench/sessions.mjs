import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { allowTypeScript } from '../scripts/test/typescript.mjs';
import { root, row } from './lib.mjs';

allowTypeScript();
const { startStack, PASSWORD, PROVIDER_KEY } = await import('../e2e/support/stack.ts');
const { requireChromium } = await import('../packages/testkit/src/chromium.ts');
const { chromium } = createRequire(join(root, 'e2e/package.json'))('@playwright/test');

const EVENTS = 10_000;
const BUDGET = 'our budget';
const middle = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Stands before the provider and notes when the first words of each answer went out. */
async function startNotary(provider) {
  const sentAt = [];
  const server = createServer(async (request, response) => {
    const body = [];
    for await (const chunk of request) body.push(chunk);
    const { host: _host, 'content-length': _length, ...headers } = request.headers;
    const answer = await fetch(provider + request.url, {
      method: request.method,
      headers,
      body: body.length > 0 ? Buffer.concat(body) : undefined,
    });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/json' });
    let noted = false;
    for await (const chunk of answer.body ?? []) {
      if (!noted && Buffer.from(chunk).includes('text_delta')) {
        noted = true;
        sentAt.push(Date.now());
      }
      response.write(chunk);
    }
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${server.address().port}`, sentAt, close: () => server.close() };
}

/** A session with so many events, as a machine would have told them: turns of words, commands and edits. */
async function fillSession(api, stack, count) {
  const { token } = await api.machine.createRegistration.mutate();
  const facts = (await api.machine.list.query({})).items[0];
  const instanceId = 'bench-instance-0001';
  const { createTRPCClient, httpLink } = createRequire(join(root, 'e2e/package.json'))('@trpc/client');
  const superjson = (await import(createRequire(join(root, 'e2e/package.json')).resolve('superjson'))).default;
  const clientOf = (headers) => createTRPCClient({ links: [httpLink({ url: `${stack.url}/trpc`, transformer: superjson, headers })] });
  const { hostname: _name, ...rest } = facts;
  const told = { ...rest, hostname: 'bench', protocol: 1, tools: facts.tools };
  const { machineId, credential } = await clientOf({}).machine.enrol.mutate({ token, instanceId, facts: told });
  const machine = clientOf({ authorization: `Bearer ${credential}` });
  await machine.machine.hello.mutate({ instanceId, facts: told });
  const { id } = await api.session.create.mutate({ machineId, tool: 'claude-code', cwd: '/work/shop', title: 'Ten thousand' });
  const events = [
    { type: 'process_started', toolSessionId: id, toolVersion: '2.1.330', model: 'fake-model', gitRemote: '', gitBranch: 'main' },
  ];
  for (let turn = 0; events.length < count - 1; turn++) {
    events.push(
      { type: 'user_message', messageId: randomUUID(), text: `Do step ${turn} of the plan, then say what you did.` },
      { type: 'turn_started' },
    );
    for (let step = 0; step < 4; step++) {
      const toolCallId = `t${turn}-${step}`;
      events.push(
        {
          type: 'message',
          itemId: `w${turn}-${step}`,
          text: `Looking at **part ${step}** of step ${turn}: \`src/part${step}.ts\` has what we need.`,
        },
        { type: 'tool_call', toolCallId, name: 'Bash', subject: `npm test -- part${step}`, input: `{"command":"npm test -- part${step}"}` },
        {
          type: 'tool_result',
          toolCallId,
          status: 'done',
          output: `line of output ${step}\n`.repeat(12),
          durationMs: 1200,
          exitCode: 0,
          diff: '',
        },
      );
    }
    events.push({ type: 'turn_ended', outcome: 'completed', durationMs: 5000 });
  }
  events.length = count - 1;
  events.push({ type: 'message', itemId: 'last', text: 'The very last words.' });
  const boxId = randomUUID();
  for (let from = 0; from < events.length; from += 500) {
    const items = events.slice(from, from + 500).map((event, index) => ({ seq: from + index + 1, sessionId: id, at: Date.now(), event }));
    await machine.session.push.mutate({ boxId, items });
  }
  return id;
}

const stack = await startStack({});
const notary = await startNotary(stack.llm.url);
const browser = await chromium.launch({ executablePath: requireChromium(), chromiumSandbox: process.getuid?.() !== 0 });
try {
  const { api } = await stack.admin();
  while ((await api.machine.list.query({})).items[0]?.status !== 'online') await sleep(100);
  await api.providerKey.create.mutate({ provider: 'anthropic', name: 'Fake', apiKey: PROVIDER_KEY, baseUrl: notary.url });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${stack.url}/login`);
  await page.getByLabel('User name').fill('admin');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/work/);

  const long = await fillSession(api, stack, EVENTS);
  const opened = [];
  for (let round = 0; round < 5; round++) {
    await page.goto(`${stack.url}/work/new`);
    await page.locator(`a[href$="${long}"]`).first().waitFor();
    await sleep(1000);
    opened.push(
      await page.evaluate(async (href) => {
        const start = performance.now();
        document.querySelector(`a[href$="${href}"]`).click();
        while (![...document.querySelectorAll('article p')].some(({ textContent }) => textContent === 'The very last words.'))
          await new Promise(requestAnimationFrame);
        return performance.now() - start;
      }, long),
    );
  }
  row('session: a transcript of 10,000 events opens', middle(opened), 1000, 'ms', BUDGET);

  const scrolled = await page.evaluate(async () => {
    const scroller = document.querySelector('section[aria-label="Transcript"]');
    const tasks = [];
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
    const from = scroller.scrollTop;
    for (let frame = 0; frame < 300; frame++) {
      scroller.scrollTop -= 400;
      await new Promise(requestAnimationFrame);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
    return { tasks, moved: from - scroller.scrollTop };
  });
  if (scrolled.moved < 50_000) throw new Error(`It did not scroll: ${scrolled.moved} px.`);
  row(
    'session: its longest task while it scrolls',
    Math.max(0, ...scrolled.tasks),
    50,
    'ms',
    `${BUDGET}; ${scrolled.tasks.length} tasks over 50 ms in 300 frames`,
  );

  const local = (await api.machine.list.query({})).items.find(({ status, hostname }) => status === 'online' && hostname !== 'bench');
  const script = (words) => `@@fake ${JSON.stringify([{ text: words, chunkDelayMs: 20 }])}`;
  const { id } = await api.session.create.mutate({
    machineId: local.id,
    tool: 'claude-code',
    cwd: stack.project,
    model: 'fake-model',
    title: 'First words',
    message: script('Ready now.'),
  });
  await page.goto(`${stack.url}/work/sessions/${id}`);
  await page.getByText('Ready now.', { exact: true }).waitFor({ timeout: 60_000 });
  const late = [];
  for (let round = 0; round < 21; round++) {
    await sleep(700);
    const before = notary.sentAt.length;
    const seen = page.evaluate(async (words) => {
      while (![...document.querySelectorAll('article p')].some(({ textContent }) => textContent.startsWith(words)))
        await new Promise(requestAnimationFrame);
      return Date.now();
    }, `Answer${round} `);
    await api.session.send.mutate({ sessionId: id, text: script(`Answer${round} ${'and more words '.repeat(12)}`) });
    late.push((await seen) - notary.sentAt[before]);
    while ((await api.session.get.query({ sessionId: id })).status !== 'idle') await sleep(50);
  }
  row('session: first words seen after the provider sent them', middle(late), 60, 'ms', `${BUDGET}; p50 of 21 turns of Claude Code`);
} finally {
  await browser.close();
  notary.close();
  await stack.stop();
}
