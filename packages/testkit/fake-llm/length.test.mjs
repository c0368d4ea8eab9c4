// @ts-check
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ask, DIALECTS, events, post, script } from './ask.mjs';
import { startFakeLlm } from './server.mjs';

/** @type {Awaited<ReturnType<typeof startFakeLlm>>} */
let llm;
before(async () => {
  llm = await startFakeLlm({ tokens: ['t'] });
});
after(() => llm.close());

const text = 'a'.repeat(100);
const usage = { output: 40 };

for (const [name, dialect] of Object.entries(DIALECTS)) {
  test(`${name}: a step that honours the maximum is cut to it, whole and in a stream`, async () => {
    const step = { text, usage, honourMax: true };
    const whole = await (await ask(llm, dialect, step, { maximum: 10 })).json();
    assert.equal(dialect.textOf(whole), text.slice(0, 25));
    assert.equal(dialect.outputOf(whole), 10);
    assert.equal(dialect.stopOf(whole), dialect.length);

    const stream = events(await (await ask(llm, dialect, step, { maximum: 10, stream: true })).text());
    assert.equal(stream.map((e) => dialect.deltaOf(e) ?? '').join(''), text.slice(0, 25));
    assert.equal(stream.map(dialect.outputOf).filter(Number.isInteger).at(-1), 10);
    assert.equal(stream.map(dialect.stopOf).filter(Boolean).at(-1), dialect.length);
    assert.equal(llm.account.at(-1)?.usage.output, 10);
  });

  test(`${name}: a maximum is ignored by default, and when it is not reached`, async () => {
    for (const [step, maximum] of /** @type {const} */ ([
      [{ text, usage }, 10],
      [{ text, usage, honourMax: true }, 40],
      [{ text, usage, honourMax: true }, undefined],
    ])) {
      const whole = await (await ask(llm, dialect, step, { maximum })).json();
      assert.equal(dialect.textOf(whole), text);
      assert.equal(dialect.outputOf(whole), 40);
      assert.notEqual(dialect.stopOf(whole), dialect.length);
    }
  });

  test(`${name}: words make a long stream of a short script`, async () => {
    const stream = events(await (await ask(llm, dialect, { text: 'Start:', words: 3000 }, { stream: true })).text());
    const said = stream.map((e) => dialect.deltaOf(e) ?? '').join('');
    assert.ok(stream.length > 1000);
    assert.equal(said.split(' ').length, 3001);
    assert.ok(said.startsWith('Start: word1 word2 ') && said.endsWith(' word3000'));
  });
}

test('chat: max_tokens is a maximum too', async () => {
  const body = { model: 'm', max_tokens: 10, messages: [{ role: 'user', content: script({ text, usage, honourMax: true }) }] };
  const whole = await (await post(`${llm.url}/v1/chat/completions`, body)).json();
  assert.equal(whole.usage.completion_tokens, 10);
});

test('thinking takes its tokens first, and a call of a tool is cut off', async () => {
  const step = { thinking: text, text, tool: 'x', usage: { output: 40, reasoning: 20 }, honourMax: true };
  // Pushed, because a script's call of a tool is only for who offers tools.
  llm.director.queue.push(step, step);
  const half = await (await ask(llm, DIALECTS.gemini, 'hello', { maximum: 30 })).json();
  assert.deepEqual(half.candidates[0].content.parts, [{ text, thought: true }, { text: text.slice(0, 50) }]);
  const quarter = await (await ask(llm, DIALECTS.gemini, 'hello', { maximum: 10 })).json();
  assert.deepEqual(quarter.candidates[0].content.parts, [{ text: text.slice(0, 50), thought: true }]);
  assert.equal(quarter.usageMetadata.thoughtsTokenCount, 10);
  assert.equal(quarter.usageMetadata.candidatesTokenCount, undefined);
});
