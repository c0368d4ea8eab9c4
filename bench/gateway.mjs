import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root, row } from './lib.mjs';

const { Pool } = createRequire(join(root, 'apps/server/package.json'))('undici');
const CLIENTS = [1, 32];
const ROUNDS = 5;
const REQUESTS = { plain: 1000, streamed: 400 };

const start = async (name, env = {}) => {
  const child = fork(fileURLToPath(new URL(`gateway/${name}.mjs`, import.meta.url)), { env: { ...process.env, ...env } });
  const [ready] = await once(child, 'message');
  const ask = async (question) => {
    child.send(question);
    return (await once(child, 'message'))[0];
  };
  return { ...ready, child, ask };
};

// What Claude Code sends: 43 kB of system prompt and tools, and the conversation so far.
const tools = Array.from({ length: 18 }, (_, n) => ({
  name: `Tool${n}`,
  description: 'What this tool is for, when to use it and when not to.\n'.repeat(24),
  input_schema: {
    type: 'object',
    properties: {
      file_path: { type: 'string', description: 'The absolute path of the file' },
      limit: { type: 'number', description: 'How many' },
    },
    required: ['file_path'],
  },
}));
const system = [{ type: 'text', text: 'Be concise, direct and to the point. Follow the conventions of the code.\n'.repeat(200) }];
const messages = Array.from({ length: 8 }, (_, n) => ({
  role: n % 2 ? 'assistant' : 'user',
  content: [{ type: 'text', text: 'const answer = compute("a line of code");\n'.repeat(60) }],
}));
const bodyOf = (stream) => JSON.stringify({ model: 'claude-sonnet-4-5', messages, system, tools, max_tokens: 32000, stream });

/** Every client sends its next request when the last one is answered. Answers CPU a request of the middle, and the latency's p99. */
async function load(target, { clients, requests, streamed }) {
  const { origin, pathname } = new URL(target.url);
  const pool = new Pool(origin, { connections: clients });
  const body = bodyOf(streamed);
  const taken = [];
  let sent = 0;
  const client = async (_, n) => {
    const token = target.tokens?.[n] ?? 'none';
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'x-bench-stream': streamed ? '1' : '0' };
    while (sent++ < requests) {
      const from = performance.now();
      const answer = await pool.request({ path: `${pathname.replace(/\/$/, '')}/v1/messages`, method: 'POST', headers, body });
      for await (const _chunk of answer.body);
      if (answer.statusCode !== 200) throw new Error(`The answer was ${answer.statusCode}.`);
      taken.push(performance.now() - from);
    }
  };
  if (target === ours) sentToUs += requests;
  const { cpu: before } = await target.ask('cpu');
  await Promise.all(Array.from({ length: clients }, client));
  // What was put off belongs to the requests too.
  await new Promise((resolve) => setTimeout(resolve, 400));
  const { cpu: after } = await target.ask('cpu');
  await pool.close();
  taken.sort((a, b) => a - b);
  return {
    cpu: (after.user + after.system - before.user - before.system) / requests / 1000,
    p99: taken[Math.floor(taken.length * 0.99)],
  };
}

let sentToUs = 0;
const middle = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

const upstream = await start('upstream');
const env = { UPSTREAM: upstream.url, CLIENTS: String(Math.max(8, ...CLIENTS)) };
const [ours, reference] = [await start('ours', env), await start('reference', env)];
for (const target of [ours, reference]) for (const streamed of [false, true]) await load(target, { clients: 8, requests: 300, streamed });
for (const [kind, requests] of Object.entries(REQUESTS)) {
  for (const clients of CLIENTS) {
    const runs = { ours: [], reference: [] };
    // In turn, so that a noisy neighbour is noisy for both.
    for (let round = 0; round < ROUNDS; round++) {
      runs.ours.push(await load(ours, { clients, requests, streamed: kind === 'streamed' }));
      runs.reference.push(await load(reference, { clients, requests, streamed: kind === 'streamed' }));
    }
    for (const [figure, label] of [
      ['cpu', 'CPU a request'],
      ['p99', 'p99 latency'],
    ]) {
      const of = (name) => middle(runs[name].map((run) => run[figure]));
      row(`gateway: ${label}, ${kind}, ${clients} at once`, of('ours'), of('reference'), 'ms', 'bare Node and undici passing it through');
    }
  }
}

await new Promise((resolve) => setTimeout(resolve, 1000));
const { settled } = await ours.ask('settled');
if (settled !== sentToUs) throw new Error(`Of ${sentToUs} calls the ledger has ${settled}.`);
for (const { child } of [ours, reference, upstream]) child.disconnect();
