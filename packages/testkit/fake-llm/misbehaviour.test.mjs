// @ts-check
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { constants, gunzipSync } from 'node:zlib';
import { ask, DIALECTS, events, post, providerFor, script } from './ask.mjs';
import { startFakeLlm } from './server.mjs';

/** @type {Awaited<ReturnType<typeof startFakeLlm>>} */
let llm;
before(async () => {
  llm = await startFakeLlm({ tokens: ['t'] });
});
after(() => llm.close());

const text = 'several chunks of one answer';
const usage = { output: 7 };

/** @typedef {import('./ask.mjs').Dialect} Dialect */
/** @typedef {import('./server.d.mts').Step} Step */

/** @param {Dialect} dialect @param {Step} step */
const streamed = async (dialect, step) => events(await (await ask(llm, dialect, { text, usage, ...step }, { stream: true })).text());

/** Where the final usage is reported. @param {Dialect} dialect @param {any[]} stream */
const reportsIn = (dialect, stream) => stream.flatMap((event, at) => (dialect.outputOf(event) === 7 ? [at] : []));

/**
 * An answer's bytes as they are: fetch would unpack them, and lose some at a cut.
 * @param {Dialect} dialect @param {Step} step @param {boolean} stream
 * @returns {Promise<{ encoding: string | undefined, bytes: Buffer, whole: boolean }>}
 */
function rawAnswer(dialect, step, stream) {
  return new Promise((resolve, reject) => {
    const headers = { authorization: 'Bearer t', 'accept-encoding': 'identity' };
    const req = request(llm.url + dialect.path({ stream }), { method: 'POST', headers }, (res) => {
      /** @type {Buffer[]} */
      const parts = [];
      res.on('data', (part) => parts.push(part));
      res.on('error', () => {}); // a cut; what came before it counts
      res.on('close', () => resolve({ encoding: res.headers['content-encoding'], bytes: Buffer.concat(parts), whole: res.complete }));
    });
    req.on('error', reject);
    req.end(JSON.stringify(dialect.body(script({ text, ...step }), { stream })));
  });
}

/** What arrives of an answer within a moment. @param {Response} res @param {number} [moment] ms */
async function arriving(res, moment = 150) {
  assert.ok(res.body);
  const reader = res.body.getReader();
  let got = '';
  for (;;) {
    const part = await Promise.race([reader.read(), sleep(moment)]);
    if (!part) break;
    if (part.done) return { got, ended: true };
    got += Buffer.from(part.value).toString();
  }
  await reader.cancel();
  return { got, ended: false };
}

for (const [name, dialect] of Object.entries(DIALECTS)) {
  test(`${name}: usage comes once, after the last delta`, async () => {
    const stream = await streamed(dialect, {});
    const lastDelta = stream.findLastIndex((e) => dialect.deltaOf(e));
    const afterwards = reportsIn(dialect, stream).filter((at) => at > lastDelta);
    assert.equal(afterwards.length, 1);
  });

  test(`${name}: usageTimes repeats it at the end`, async () => {
    const stream = await streamed(dialect, { usageTimes: 2 });
    const lastDelta = stream.findLastIndex((e) => dialect.deltaOf(e));
    const afterwards = reportsIn(dialect, stream).filter((at) => at > lastDelta);
    assert.equal(afterwards.length, 2);
    assert.equal(stream.map((e) => dialect.deltaOf(e) ?? '').join(''), text);
  });

  test(`${name}: noUsage never reports any`, async () => {
    const stream = await streamed(dialect, { noUsage: true });
    assert.equal(JSON.stringify(stream).includes('_tokens'), false);
    assert.equal(JSON.stringify(stream).includes('TokenCount'), false);
    assert.equal(stream.map((e) => dialect.deltaOf(e) ?? '').join(''), text);
    const whole = await (await ask(llm, dialect, { text, noUsage: true })).json();
    assert.equal(whole.usage ?? whole.usageMetadata ?? null, null);
    assert.equal(dialect.textOf(whole), text);
  });

  test(`${name}: usageEarly reports it before the last delta and not after`, async () => {
    const stream = await streamed(dialect, { usageEarly: true });
    const lastDelta = stream.findLastIndex((e) => dialect.deltaOf(e));
    const reports = reportsIn(dialect, stream);
    assert.equal(reports.length, 1);
    assert.ok(Number(reports[0]) < lastDelta && Number(reports[0]) > 0);
    assert.equal(stream.slice(lastDelta).some(dialect.outputOf), false);
    assert.equal(stream.map((e) => dialect.deltaOf(e) ?? '').join(''), text);
  });

  test(`${name}: packed answers are gzip though nobody asked`, async () => {
    for (const stream of [false, true]) {
      const { encoding, bytes } = await rawAnswer(dialect, { packed: true }, stream);
      assert.equal(encoding, 'gzip');
      const plain = gunzipSync(bytes).toString();
      const said = stream
        ? events(plain)
            .map((e) => dialect.deltaOf(e) ?? '')
            .join('')
        : dialect.textOf(JSON.parse(plain));
      assert.equal(said, text);
      assert.equal((await rawAnswer(dialect, {}, stream)).encoding, undefined);
    }
  });

  test(`${name}: repeatId is the id of each answer, exactly`, async () => {
    for (const stream of [false, true, false]) {
      const res = await ask(llm, dialect, { text, repeatId: 'always-me' }, { stream });
      const ids = stream ? events(await res.text()).map(dialect.idOf) : [dialect.idOf(await res.json())];
      assert.deepEqual([...new Set(ids.filter(Boolean))], ['always-me']);
      assert.equal(llm.account.at(-1)?.answerId, 'always-me');
    }
  });

  test(`${name}: stall sends the head and the first event, then nothing`, async () => {
    const stream = await ask(llm, dialect, { text, stall: true }, { stream: true });
    assert.equal(stream.status, 200);
    const { got, ended } = await arriving(stream);
    assert.deepEqual([events(got).length, ended], [1, false]);
    const whole = await arriving(await ask(llm, dialect, { text, stall: true }));
    assert.deepEqual(whole, { got: '{', ended: false });
  });

  test(`${name}: noStream answers whole though a stream was asked for`, async () => {
    const res = await ask(llm, dialect, { text, noStream: true }, { stream: true });
    assert.equal(res.headers.get('content-type'), 'application/json');
    assert.equal(dialect.textOf(await res.json()), text);
  });

  test(`${name}: a packed stream that is cut arrives up to the cut`, async () => {
    const { bytes, whole } = await rawAnswer(dialect, { packed: true, cutAfter: 2, chunkSize: 4 }, true);
    assert.equal(whole, false);
    assert.equal(events(gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }).toString()).length, 2);
  });
}

test('chat: usage is not reported twice, nor early, to who did not ask for it', async () => {
  for (const step of [{ usageTimes: 2 }, { usageEarly: true }]) {
    const body = { model: 'm', stream: true, messages: [{ role: 'user', content: script({ text, ...step }) }] };
    const stream = events(await (await post(`${llm.url}/v1/chat/completions`, body)).text());
    assert.equal(stream.filter((e) => e.usage).length, 0);
  }
});

test('responses: events stay numbered when usage comes early', async () => {
  const stream = await streamed(DIALECTS.responses, { usageEarly: true });
  assert.deepEqual(
    stream.map((e) => e.sequence_number),
    [...stream.keys()],
  );
});

test('a provider that only speaks chat completions knows nothing else', async (t) => {
  const own = await providerFor(t, { chatOnly: true });
  for (const [name, dialect] of Object.entries(DIALECTS)) {
    const res = await ask(own, dialect, 'hello');
    assert.equal(res.status, name === 'chat' ? 200 : 404, name);
    if (res.status === 404) assert.equal((await res.json()).error.code, null); // an endpoint is missing, not a model
  }
  assert.equal((await post(`${own.url}/v1/embeddings`, { input: 'x' })).status, 200);
  assert.equal((await fetch(`${own.url}/v1/models`)).status, 200);
  assert.equal((await fetch(`${own.url}/v1beta/models`)).status, 404);
  assert.equal(own.account.length, 2);
});

test('a field that is refused is named, and uses up no step', async (t) => {
  const own = await providerFor(t, { refuses: ['stream_options'] });
  own.director.queue.push({ text: 'kept' });
  const refused = await ask(own, DIALECTS.chat, 'hello', { stream: true });
  assert.equal(refused.status, 400);
  assert.deepEqual((await refused.json()).error, {
    message: "Unknown parameter: 'stream_options'.",
    type: 'invalid_request_error',
    param: 'stream_options',
    code: 'unknown_parameter',
  });
  const body = { model: 'm', messages: [{ role: 'user', content: 'hello' }] };
  const taken = await (await post(`${own.url}/v1/chat/completions`, body)).json();
  assert.equal(taken.choices[0].message.content, 'kept');
});
