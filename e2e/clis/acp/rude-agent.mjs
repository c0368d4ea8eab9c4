#!/usr/bin/env node
// @ts-check
// A small agent that breaks the protocol, or worse, in the way that its argument names; where it does not, it answers as it should.
import { createInterface } from 'node:readline';

const [manner] = process.argv.slice(2);
if (manner === '--version') {
  console.log('rude 1.2.3');
  process.exit();
}

/** @typedef {Record<string, any>} Message */

/** Writes as fast as it is read. @param {string | Buffer} bytes */
const write = (bytes) => new Promise((resolve) => process.stdout.write(bytes, resolve));
const send = (/** @type {object} */ message) => write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
const answer = (/** @type {Message} */ { id }, /** @type {unknown} */ result) => send({ id, result });
const update = (/** @type {object} */ of, sessionId = 's') => send({ method: 'session/update', params: { sessionId, update: of } });
const chunk = (/** @type {string} */ text) => ({ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } });
const say = (/** @type {string} */ text) => update(chunk(text));
const ask = (/** @type {string | number} */ id, /** @type {object} */ toolCall, sessionId = 's') =>
  send({ id, method: 'session/request_permission', params: { sessionId, toolCall, options: [{ optionId: 'y', kind: 'allow_once' }] } });
const silence = () => new Promise(() => setInterval(() => undefined, 1000));
const megabyte = 'x'.repeat(1 << 20);
const nested = (/** @type {number} */ depth) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const call = (/** @type {string} */ toolCallId, /** @type {object} */ more = {}) => ({
  sessionUpdate: 'tool_call',
  toolCallId,
  title: 't',
  kind: 'execute',
  ...more,
});

/** What it does in place of an answer, by method. @type {Record<string, Record<string, (message: Message) => unknown>>} */
const manners = {
  'exits at once': { initialize: () => process.exit(3) },
  'exits when it opens a session': { 'session/new': () => process.exit(3) },
  'exits in a turn': { 'session/prompt': () => say('I am').then(() => process.exit(3)) },
  'never answers initialize': { initialize: silence },
  'never answers session/new': { 'session/new': silence },
  'never ends a turn': { 'session/prompt': () => say('Thinking.').then(silence) },
  'speaks another version': { initialize: (message) => answer(message, { protocolVersion: 7 }) },
  'names no session': { 'session/new': (message) => answer(message, {}) },
  'names a session at length': { 'session/new': (message) => answer(message, { sessionId: 's'.repeat(5000) }) },
  'writes garbage': {
    'session/prompt': async (message) => {
      await write('not JSON\n[]\n{}\n"x"\n{"id":{}}\n\n{"jsonrpc":"2.0","method":7}\n{"method":"session/update"}\n');
      await write('{"method":"session/update","params":{"sessionId":"s","update":{"sessionUpdate":"agent_message_chunk","content":7}}}\n');
      await write(Buffer.from([0x7b, 0xff, 0xfe, 0x80, 0x0a]));
      await write(
        Buffer.concat([
          Buffer.from(
            '{"method":"session/update","params":{"sessionId":"s","update":{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"bad ',
          ),
          Buffer.from([0xc3, 0x28, 0xff]),
          Buffer.from(' bytes\\u0000\\ud800"}}}}\n'),
        ]),
      );
      await update({
        sessionUpdate: 'tool_call',
        toolCallId: 'x',
        title: 5,
        kind: 'dance',
        status: {},
        content: [7, null, { type: 'diff' }],
        locations: [null, {}],
      });
      await update({ sessionUpdate: 'plan', entries: [null, 7, { content: 5 }] });
      await update({
        sessionUpdate: 'available_commands_update',
        availableCommands: [{ name: 'n'.repeat(5000) }, {}, null, { name: 'ok', input: 5 }],
      });
      await update({ sessionUpdate: 'usage_update', used: -1, size: 'many' });
      await update({ sessionUpdate: 'never heard of' });
      await answer(message, { stopReason: 'end_turn' });
    },
  },
  'answers what was not asked': {
    'session/prompt': async (message) => {
      for (const id of [999, 'nobody', -1, 1, 2, null]) await send({ id, result: { stopReason: 'cancelled' } });
      await send({ id: 998, error: 'x' });
      await say('Fine.');
      await answer(message, { stopReason: 'end_turn' });
      await answer(message, { stopReason: 'refusal' });
    },
  },
  'speaks of other sessions': {
    'session/prompt': async (message) => {
      await update(chunk('not yours'), 'other');
      await ask('p', { toolCallId: 'c', title: 'Not yours' }, 'other');
      await say('Yours.');
      await answer(message, { stopReason: 'end_turn' });
    },
  },
  'asks for what it never announced': {
    'session/prompt': () => ask('p', { toolCallId: 'c', title: 'Surprise', rawInput: { command: 'rm -rf /' }, kind: 'execute' }),
  },
  'says everything twice': {
    'session/prompt': async (message) => {
      for (const id of ['a', 'a', 'b', 'a']) await update(call(id, { status: 'in_progress' }));
      for (const id of ['a', 'a', 'b', 'nobody']) await update({ sessionUpdate: 'tool_call_update', toolCallId: id, status: 'completed' });
      await update(call('a', { status: 'completed' }));
      await ask('p', { toolCallId: 'q', title: 'once' });
      await ask('p', { toolCallId: 'q', title: 'twice' });
      await answer(message, { stopReason: 'end_turn' });
    },
  },
  'has huge names': {
    'session/prompt': async (message) => {
      await update(call(megabyte, { name: megabyte, title: megabyte, kind: megabyte, rawInput: { command: megabyte, path: megabyte } }));
      await ask(megabyte, { toolCallId: megabyte });
      await ask('p', { toolCallId: megabyte, rawInput: { command: `${megabyte}!` } });
      await update({ sessionUpdate: 'tool_call_update', toolCallId: megabyte, status: 'completed', rawOutput: megabyte });
      await say(megabyte);
      await answer(message, { stopReason: megabyte });
    },
  },
  'nests without end': {
    'session/prompt': async (message) => {
      const deep = nested(200_000);
      await write(
        `{"method":"session/update","params":{"sessionId":"s","update":{"sessionUpdate":"tool_call","toolCallId":"c","rawInput":${deep},"content":[${deep}]}}}\n`,
      );
      await write(
        `{"id":7,"method":"session/request_permission","params":{"sessionId":"s","toolCall":{"toolCallId":"c","rawInput":{"a":${deep}}},"options":${deep}}}\n`,
      );
      await write(`${nested(5_000_000)}\n`);
      await answer(message, { stopReason: 'end_turn' });
    },
  },
  'floods in one line': {
    'session/prompt': async () => {
      for (let n = 0; n < 100; n++) await write(megabyte);
      await silence();
    },
  },
  'floods in lines': {
    'session/prompt': async (message) => {
      for (let n = 0; n < 100 * 1024; n++) await write(`${'x'.repeat(1023)}\n`);
      await answer(message, { stopReason: 'end_turn' });
    },
  },
  'floods in words': {
    'session/prompt': async (message) => {
      for (let n = 0; n < 100; n++) await say(megabyte);
      await answer(message, { stopReason: 'end_turn' });
    },
  },
  'floods in updates': {
    'session/prompt': async () => {
      for (let n = 0; ; n++) {
        await say('x'.repeat(500));
        await update(call(`c${n}`, { status: 'in_progress', rawInput: { command: 'x'.repeat(50_000) } }));
        await ask(`p${n}`, { toolCallId: `c${n}` });
      }
    },
  },
  'asks and never listens': {
    'session/prompt': async () => {
      process.stdin.pause();
      const id = 'i'.repeat(200);
      for (;;) await send({ id, method: 'fs/read_text_file' });
    },
  },
};

/** @type {Record<string, (message: Message) => unknown>} */
const usual = {
  initialize: (message) => answer(message, { protocolVersion: 1 }),
  'session/new': (message) => answer(message, { sessionId: 's' }),
  'session/prompt': async (message) => {
    await say('Well.');
    await answer(message, { stopReason: 'end_turn' });
  },
  'session/cancel': () => undefined,
};

for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  const way = manners[manner ?? '']?.[message.method] ?? usual[message.method];
  void way?.(message);
}
// Told to end, and not minded to.
if (manner === 'never ends a turn') {
  process.on('SIGTERM', () => undefined);
  await silence();
}
