import { poolOf, quantile } from './load.mjs';

const pieces = ["' OR 1=1 --", '%00', '../', 'ace_p_', 'ace_pat_', '{{7*7}}', 'x'.repeat(300), '\u00e9', '";', '$gt', 'Bearer '];
const starts = ['Bearer ', 'Bearer ace_p_', 'Bearer ace_pat_', 'bearer', ''];
const hostile = (n) => `${starts[n % 5]}${pieces[n % 11]}canary${n}${pieces[(n * 7) % 11]}`;

const CLIENTS = 8;

/** So many requests, each with another credential that is none. Answers the middle time and that of 99 of 100, in milliseconds. */
export async function refuse(target, path, requests) {
  const pool = poolOf(target, CLIENTS);
  const taken = [];
  let sent = 0;
  const client = async () => {
    for (let n = sent++; n < requests; n = sent++) {
      const from = performance.now();
      const headers = { 'content-type': 'application/json', authorization: hostile(n) };
      const answer = await pool.request({ path, method: 'POST', headers, body: '{"model":"gpt-5"}' });
      await answer.body.dump();
      if (answer.statusCode !== 401) throw new Error(`Number ${n} was answered ${answer.statusCode}.`);
      taken.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  await pool.close();
  return { p50: quantile(taken, 0.5), p99: quantile(taken, 0.99) };
}
