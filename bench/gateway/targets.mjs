import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../lib.mjs';
import { ways } from './answers.mjs';
import { installPortkey } from './portkey.mjs';

const figures = new URL('figures.mjs', import.meta.url).href;

/** A program of its own that is measured. */
function start(path, { args = [], env = {}, stdio = 'inherit' } = {}) {
  const child = fork(path, args, {
    env: { ...process.env, NODE_ENV: 'production', ...env },
    execArgv: ['--import', figures],
    stdio: ['ignore', stdio, stdio, 'ipc'],
  });
  const ask = async (question) => {
    child.send(question);
    return (await once(child, 'message'))[0];
  };
  return { ask, ready: once(child, 'message'), stop: () => child.disconnect() };
}

const ownProgram = (name) => fileURLToPath(new URL(`${name}.mjs`, import.meta.url));

async function startOwn(name, env) {
  const { ready, ...rest } = start(ownProgram(name), { env });
  return { ...rest, ...(await ready)[0] };
}

async function startPortkey(upstream) {
  const port = await freePort();
  const { ask, stop } = start(installPortkey(), { args: [`--port=${port}`, '--headless'], stdio: 'ignore' });
  const origin = `http://127.0.0.1:${port}`;
  for (let tries = 0; !(await fetch(origin).catch(() => null))?.ok; tries++) {
    if (tries === 100) throw new Error('Portkey does not answer.');
    await sleep(100);
  }
  const headers = (way) => ({
    authorization: 'Bearer key',
    'x-portkey-provider': 'openai',
    'x-portkey-custom-host': `${upstream.url}/${way}/v1`,
  });
  return { name: 'portkey', origin, path: () => '/v1/chat/completions', headers, ask, stop };
}

/** Everything that is measured, by name. Each says where and how it is asked for a way of the upstream. */
export async function startTargets() {
  const upstream = await startOwn('upstream');
  const env = { UPSTREAM: upstream.url };
  const [ours, bare, portkey] = [await startOwn('ours', env), await startOwn('reference', env), await startPortkey(upstream)];
  const passing = (way) => `/${way}/v1/chat/completions`;
  const plain = () => ({ authorization: 'Bearer key' });
  return {
    ours: {
      ...ours,
      name: 'ours',
      origin: new URL(ours.url).origin,
      path: () => '/llm/v1/chat/completions',
      headers: (_way, n) => ({ authorization: `Bearer ${ours.tokens[n % ours.tokens.length]}` }),
    },
    bare: { ...bare, name: 'bare', origin: bare.url, path: passing, headers: plain },
    portkey,
    direct: { ...upstream, name: 'direct', origin: upstream.url, path: passing, headers: plain },
  };
}

// What Codex and the like send: tools, instructions and the conversation so far, some 65 kB.
const tools = Array.from({ length: 18 }, (_, n) => ({
  type: 'function',
  function: {
    name: `Tool${n}`,
    description: 'What this tool is for, when to use it and when not to.\n'.repeat(24),
    parameters: {
      type: 'object',
      properties: {
        file_path: { type: 'string', description: 'The absolute path of the file' },
        limit: { type: 'number', description: 'How many' },
      },
      required: ['file_path'],
    },
  },
}));
const messages = [
  { role: 'system', content: 'Be concise, direct and to the point. Follow the conventions of the code.\n'.repeat(200) },
  ...Array.from({ length: 8 }, (_, n) => ({
    role: n % 2 ? 'assistant' : 'user',
    content: 'const answer = compute("a line of code");\n'.repeat(60),
  })),
];

/** The same request to everybody. */
export const bodies = Object.fromEntries(
  Object.entries(ways).map(([way, { model, pieces }]) => {
    const stream = pieces > 0 ? { stream: true, stream_options: { include_usage: true } } : {};
    return [way, JSON.stringify({ model, messages, tools, max_completion_tokens: 32_000, ...stream })];
  }),
);
