#!/usr/bin/env node
// @ts-check
// A small agent that speaks ACP as the official SDK does, which checks every request it gets. A prompt that is a JSON list of steps says
// what it does; any other it repeats. What it can do, and what it was started with, is in its environment.
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { agent, ndJsonStream, PROTOCOL_VERSION, RequestError } from '@agentclientprotocol/sdk';

if (process.argv[2] === '--version') {
  console.log('polite 1.2.3');
  process.exit();
}

/** @typedef {import('@agentclientprotocol/sdk').AgentContext} Client */
/** @typedef {Record<string, any>} Step */

const abilities = (process.env.POLITE_ABILITIES ?? '').split(',');
const kept = join(process.env.POLITE_HOME ?? '.', 'kept');
mkdirSync(kept, { recursive: true });
writeFileSync(join(process.env.POLITE_HOME ?? '.', 'started.json'), JSON.stringify({ env: process.env, argv: process.argv.slice(2) }));

const modes = { currentModeId: 'auto', availableModes: ['auto', 'careful', 'planning'].map((id) => ({ id, name: id })) };
let mode = 'auto';
let model = 'house/first';
const configuredModels = Object.keys(JSON.parse(process.env.POLITE_SETTINGS ?? '{}').models ?? {});
let cancelled = new AbortController();
let calls = 0;

const configOptions = () => [
  {
    id: 'llm',
    name: 'Model',
    category: 'model',
    type: /** @type {const} */ ('select'),
    currentValue: model,
    options: ['house/first', 'house/second', ...configuredModels].map((value) => ({ value, name: value })),
  },
];
const controls = () => ({ modes: { ...modes, currentModeId: mode }, configOptions: configOptions() });

/** @param {Client} client @param {string} sessionId @param {any} update */
const tell = (client, sessionId, update) => client.notify('session/update', { sessionId, update });

/** @param {string} id */
const fileOf = (id) => join(kept, `${id}.json`);

/** @param {string} id @returns {string[]} */
const recall = (id) => {
  if (!existsSync(fileOf(id))) throw RequestError.resourceNotFound(id);
  return JSON.parse(readFileSync(fileOf(id), 'utf8'));
};

/** @param {number} ms */
const pause = (ms) =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    cancelled.signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve(undefined);
    });
  });

const words = (/** @type {string} */ text) => ({ type: 'text', text });

/** @param {Client} client @param {string} sessionId @param {Step} step */
async function take(client, sessionId, step) {
  if (step.wait) return pause(step.wait);
  if (step.update) return tell(client, sessionId, step.update);
  if (step.think) return tell(client, sessionId, { sessionUpdate: 'agent_thought_chunk', content: words(step.think) });
  if (step.request) {
    const answer = await client.request(step.request, step.params).catch((/** @type {any} */ error) => error.message);
    return say(client, sessionId, JSON.stringify(answer));
  }
  if (step.tool) return useTool(client, sessionId, step);
  if (step.recall) return say(client, sessionId, recall(sessionId).join(' | '));
  if (step.state) return say(client, sessionId, `${mode} ${model}`);
  return say(client, sessionId, step.say, step.every);
}

/** @param {Client} client @param {string} sessionId @param {string} text @param {number} [every] milliseconds between two words */
async function say(client, sessionId, text, every = 0) {
  for (const piece of text.split(/(?<= )/)) {
    if (cancelled.signal.aborted) return;
    await tell(client, sessionId, { sessionUpdate: 'agent_message_chunk', content: words(piece) });
    if (every) await pause(every);
  }
}

/** @param {Client} client @param {string} sessionId @param {Step} step */
async function useTool(client, sessionId, { tool, asks, writes, output = 'done', more = {} }) {
  const toolCallId = `call-${++calls}`;
  const call = { toolCallId, kind: 'execute', title: 'A tool', ...tool };
  await tell(client, sessionId, { sessionUpdate: 'tool_call', status: 'pending', ...call, rawInput: {} });
  if (asks && !(await isAllowed(client, sessionId, call))) {
    return tell(client, sessionId, { sessionUpdate: 'tool_call_update', toolCallId, status: 'failed', content: [] });
  }
  await tell(client, sessionId, { sessionUpdate: 'tool_call_update', status: 'in_progress', ...call });
  if (writes) writeFileSync(writes, output);
  const content = [{ type: 'content', content: words(output) }];
  return tell(client, sessionId, { sessionUpdate: 'tool_call_update', toolCallId, status: 'completed', content, ...more });
}

/** @param {Client} client @param {string} sessionId @param {any} toolCall */
async function isAllowed(client, sessionId, toolCall) {
  const options = [
    { optionId: 'always', name: 'Always', kind: /** @type {const} */ ('allow_always') },
    { optionId: 'yes', name: 'Yes', kind: /** @type {const} */ ('allow_once') },
    { optionId: 'no', name: 'No', kind: /** @type {const} */ ('reject_once') },
  ];
  const { outcome } = /** @type {any} */ (await client.request('session/request_permission', { sessionId, toolCall, options }));
  const said = outcome.outcome === 'selected' ? outcome.optionId : outcome.outcome;
  writeFileSync(join(process.env.POLITE_HOME ?? '.', 'said'), said);
  return said === 'yes' || said === 'always';
}

agent()
  .onRequest('initialize', () => ({
    protocolVersion: PROTOCOL_VERSION,
    agentCapabilities: {
      loadSession: abilities.includes('load'),
      promptCapabilities: { image: abilities.includes('images') },
      ...(abilities.includes('resume') && { sessionCapabilities: { resume: {} } }),
    },
  }))
  .onRequest('session/new', ({ client }) => {
    const sessionId = randomUUID();
    writeFileSync(fileOf(sessionId), '[]');
    setTimeout(() =>
      tell(client, sessionId, { sessionUpdate: 'available_commands_update', availableCommands: [{ name: 'help', description: 'Helps' }] }),
    );
    return { sessionId, ...controls() };
  })
  .onRequest('session/load', async ({ client, params: { sessionId } }) => {
    for (const text of recall(sessionId)) {
      await tell(client, sessionId, { sessionUpdate: 'user_message_chunk', content: words(text) });
      await tell(client, sessionId, { sessionUpdate: 'agent_message_chunk', content: words(`once: ${text}`) });
    }
    return controls();
  })
  .onRequest('session/resume', ({ params: { sessionId } }) => {
    recall(sessionId);
    return controls();
  })
  .onRequest('session/set_mode', async ({ client, params: { sessionId, modeId } }) => {
    if (!modes.availableModes.some(({ id }) => id === modeId)) throw RequestError.invalidParams(undefined, 'no such mode');
    mode = modeId;
    await tell(client, sessionId, { sessionUpdate: 'current_mode_update', currentModeId: mode });
    return {};
  })
  .onRequest('session/set_config_option', ({ params }) => {
    if (params.configId !== 'llm' || !/^house\/\w+$/.test(String(params.value)))
      throw RequestError.invalidParams(undefined, 'no such model');
    model = String(params.value);
    return { configOptions: configOptions() };
  })
  .onRequest('session/prompt', async ({ client, params: { sessionId, prompt } }) => {
    cancelled = new AbortController();
    const text = prompt
      .map((block) => (block.type === 'text' ? block.text : block.type === 'image' ? `<${block.mimeType} ${block.data}>` : ''))
      .join('');
    writeFileSync(fileOf(sessionId), JSON.stringify([...recall(sessionId), text]));
    const steps = text.startsWith('[') ? JSON.parse(text) : [{ say: `You said: ${text}` }];
    for (const step of steps) {
      if (cancelled.signal.aborted) break;
      if (step.fail) throw RequestError.internalError({ details: step.fail });
      if (step.stop) return { stopReason: step.stop };
      await take(client, sessionId, step);
    }
    return { stopReason: cancelled.signal.aborted ? 'cancelled' : 'end_turn' };
  })
  .onNotification('session/cancel', () => cancelled.abort())
  .connect(ndJsonStream(Writable.toWeb(process.stdout), /** @type {any} */ (Readable.toWeb(process.stdin))));
