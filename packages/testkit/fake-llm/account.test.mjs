// @ts-check
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, DIALECTS, providerFor } from './ask.mjs';
import { startFakeLlm } from './server.mjs';

/** @type {Awaited<ReturnType<typeof startFakeLlm>>} */
let llm;
before(async () => {
  llm = await startFakeLlm({ tokens: ['t'] });
});
beforeEach(() => {
  llm.account.length = 0;
});
after(() => llm.close());

const usage = { input: 1, output: 2, cacheRead: 3, cacheWrite: 4, reasoning: 1 };
const text = 'an answer of several chunks';

/** Until the last answer has ended: its connection is told a moment later. */
async function lastEnding() {
  for (let tries = 0; tries < 100 && llm.account.at(-1)?.ending === 'open'; tries++) await sleep(10);
  return llm.account.at(-1);
}

for (const [name, dialect] of Object.entries(DIALECTS)) {
  test(`${name}: each answer is in the account with the usage of its step, reported or not`, async () => {
    const whole = await ask(llm, dialect, { text, usage }, { model: 'mine' });
    const answerId = dialect.idOf(await whole.json());
    assert.deepEqual(await lastEnding(), {
      answerId,
      requestId: whole.headers.get('request-id'),
      model: 'mine',
      path: new URL(whole.url).pathname,
      usage,
      finished: true,
      ending: 'whole',
    });
    await (await ask(llm, dialect, { text, usage, noUsage: true }, { stream: true })).text();
    assert.deepEqual((await lastEnding())?.usage, usage);
    assert.equal(llm.account.length, 2);
  });

  test(`${name}: the account tells a cut, a failure in the stream and a client who left`, async () => {
    const cut = await ask(llm, dialect, { text, cutAfter: 2 }, { stream: true });
    await assert.rejects(cut.text());
    assert.deepEqual([(await lastEnding())?.ending, llm.account.at(-1)?.finished], ['cut', false]);
    assert.equal(llm.requests.at(-1)?.closedByClient, false);

    await (await ask(llm, dialect, { text, error: { status: 500, inStream: true } }, { stream: true })).text();
    assert.deepEqual([(await lastEnding())?.ending, llm.account.at(-1)?.finished], ['failed', false]);

    const left = await ask(llm, dialect, { text, chunkDelayMs: 200 }, { stream: true });
    assert.equal(llm.account.at(-1)?.ending, 'open');
    await left.body?.cancel();
    assert.deepEqual([(await lastEnding())?.ending, llm.account.at(-1)?.finished], ['client', false]);
    assert.equal(llm.requests.at(-1)?.closedByClient, true);
  });
}

test('what never began is not in the account', async () => {
  await (await ask(llm, DIALECTS.chat, { error: { status: 429 } })).text();
  await assert.rejects(ask(llm, DIALECTS.chat, { text, cutAfter: 3 }));
  await assert.rejects(ask(llm, DIALECTS.chat, { text, cutAfter: 0 }, { stream: true }));
  const gone = new AbortController();
  const body = JSON.stringify(DIALECTS.chat.body('@@fake [{"text":"late","delayMs":300}]', {}));
  const late = fetch(`${llm.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer t' },
    body,
    signal: gone.signal,
  });
  await sleep(20);
  gone.abort();
  await assert.rejects(late);
  await sleep(400);
  assert.deepEqual(llm.account, []);
});

test('a client who leaves a long answer in the middle is noticed, and the rest is not made', async () => {
  const res = await ask(llm, DIALECTS.anthropic, { words: 1_000_000 }, { stream: true });
  const reader = res.body?.getReader();
  await reader?.read();
  await reader?.cancel();
  assert.equal((await lastEnding())?.ending, 'client');
});

test('the account is read and emptied over HTTP', async () => {
  await (await ask(llm, DIALECTS.chat, { text, usage })).text();
  const over = await (await fetch(`${llm.url}/__fake/account`)).json();
  assert.deepEqual(over, llm.account);
  assert.equal(over.length, 1);
  await fetch(`${llm.url}/__fake/account`, { method: 'DELETE' });
  assert.deepEqual(llm.account, []);
});

test('bodies, or requests altogether, are not kept when they need not be', async (t) => {
  const bodiless = await providerFor(t, { keepBodies: false });
  await (await ask(bodiless, DIALECTS.chat, 'hello')).text();
  assert.deepEqual([bodiless.requests.length, bodiless.requests[0]?.body, bodiless.requests[0]?.n], [1, null, 1]);

  const forgetful = await providerFor(t, { keepRequests: false });
  await (await ask(forgetful, DIALECTS.chat, 'hello')).text();
  assert.deepEqual([forgetful.requests.length, forgetful.account.length], [0, 1]);

  await (await ask(llm, DIALECTS.chat, 'hello')).text();
  assert.deepEqual(llm.requests.at(-1)?.body, { model: 'm', messages: [{ role: 'user', content: 'hello' }] });
});

test('thousands of small calls at once are all accounted for', async (t) => {
  const own = await providerFor(t, { keepRequests: false });
  const calls = 2000;
  let sent = 0;
  const client = async () => {
    while (sent++ < calls) await (await ask(own, DIALECTS.chat, { text: 'ok', usage })).text();
  };
  await Promise.all(Array.from({ length: 16 }, client));
  assert.equal(own.account.filter((entry) => entry.finished).length, calls);
  assert.equal(new Set(own.account.map((entry) => entry.answerId)).size, calls);
  assert.equal(
    own.account.reduce((sum, entry) => sum + entry.usage.cacheWrite, 0),
    calls * usage.cacheWrite,
  );
});
