import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../lib.mjs';
import { bodies } from './targets.mjs';

const { Pool } = createRequire(join(root, 'apps/server/package.json'))('undici');

/** Calls that were made through each target, by name: the ledger must have all of ours. */
export const made = { ours: 0, bare: 0, portkey: 0, direct: 0 };

export const poolOf = ({ origin }, connections) => new Pool(origin, { connections, headersTimeout: 60_000 });

export const quantile = (values, share) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];

/** One request to its end. Answers the milliseconds to the first byte of its body, and to the last. */
export async function call(pool, target, way, n) {
  const from = performance.now();
  made[target.name]++;
  const headers = { 'content-type': 'application/json', ...target.headers(way, n) };
  const answer = await pool.request({ path: target.path(way), method: 'POST', headers, body: bodies[way] });
  let first = 0;
  for await (const _piece of answer.body) first ||= performance.now() - from;
  if (answer.statusCode !== 200) throw new Error(`${target.name} answered ${answer.statusCode}.`);
  return { first, last: performance.now() - from };
}

/** So many clients, each of which sends its next request when the last one is answered. */
export async function closedLoop(target, way, { clients, requests }) {
  const pool = poolOf(target, clients);
  const taken = [];
  let sent = 0;
  const client = async (_, n) => {
    while (sent++ < requests) taken.push(await call(pool, target, way, n));
  };
  const { cpu: before } = await target.ask('figures');
  await Promise.all(Array.from({ length: clients }, client));
  // What was put off belongs to the requests too.
  await sleep(600);
  const { cpu: after } = await target.ask('figures');
  await pool.close();
  const cpu = (after.user + after.system - before.user - before.system) / 1000;
  return { cpuMs: cpu / requests, taken };
}

/** More at once means that the rate is not held, whatever comes. */
const MOST_RUNNING = 1000;
/** In which connections are opened. */
const WARM_UP = 500;

/**
 * Requests at an even rate, whether or not those before are answered. Answers the time of 99 of 100, each from when it was due to its
 * last byte.
 */
async function openLoop(pool, target, way, { rate, seconds }) {
  const taken = [];
  const running = new Set();
  const from = performance.now();
  const most = (rate * (seconds * 1000 + WARM_UP)) / 1000;
  const send = (n, due) => {
    const note = (ms) => due - from >= WARM_UP && taken.push(ms);
    const one = call(pool, target, way, n)
      .then(
        () => note(performance.now() - due),
        () => note(Number.POSITIVE_INFINITY),
      )
      .finally(() => running.delete(one));
    running.add(one);
  };
  for (let n = 0; n < most && running.size < MOST_RUNNING; ) {
    for (let due = from + (n * 1000) / rate; n < most && due <= performance.now(); due = from + (++n * 1000) / rate) send(n, due);
    await sleep(1);
  }
  const isHeld = running.size < MOST_RUNNING;
  await Promise.all(running);
  return isHeld ? quantile(taken, 0.99) : Number.POSITIVE_INFINITY;
}

const SECONDS = 3;
/** Where a rate does not hold it is tried again: a neighbour's noise is not the target's. */
const TRIES = 3;

/** The highest rate, to some 5 %, at which 99 of 100 requests are answered within so many milliseconds. */
export async function highestRate(target, way, { withinMs, from }) {
  const pool = poolOf(target, 256);
  const holds = async (rate) => {
    for (let tries = 0; tries < TRIES; tries++) {
      const p99 = await openLoop(pool, target, way, { rate, seconds: SECONDS });
      if (process.env.BENCH_VERBOSE) console.log(`  ${target.name}: ${rate.toFixed(0)}/s, p99 ${p99.toFixed(1)} ms`);
      // What is left of one step must not burden the next.
      await sleep(500);
      if (p99 <= withinMs) return true;
    }
    return false;
  };
  let [held, broken] = [0, from];
  while (await holds(broken)) [held, broken] = [broken, broken * 1.5];
  if (held === 0) for (held = broken / 2; held > 1 && !(await holds(held)); held /= 2) broken = held;
  while (broken / held > 1.05) {
    const between = Math.sqrt(held * broken);
    if (await holds(between)) held = between;
    else broken = between;
  }
  await pool.destroy();
  return held;
}
