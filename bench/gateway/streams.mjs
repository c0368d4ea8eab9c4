import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ways } from './answers.mjs';
import { made, quantile } from './load.mjs';
import { bodies } from './targets.mjs';

const DATA = Buffer.from('data: {');

function countPieces(chunk) {
  let count = 0;
  for (let at = chunk.indexOf(DATA); at >= 0; at = chunk.indexOf(DATA, at + 1)) count++;
  return count;
}

/** One stream over a bare socket: thousands in one process must cost little. Answers its pieces and its longest silence. */
async function readStream(target, way, n) {
  const { hostname, port, host } = new URL(target.origin);
  const socket = connect({ host: hostname, port: Number(port) });
  await once(socket, 'connect');
  const headers = { host, connection: 'close', 'content-type': 'application/json', ...target.headers(way, n) };
  const body = bodies[way];
  const lines = Object.entries({ ...headers, 'content-length': Buffer.byteLength(body) }).map(([name, value]) => `${name}: ${value}\r\n`);
  made[target.name]++;
  socket.write(`POST ${target.path(way)} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
  const seen = { pieces: 0, longestMs: 0, isWhole: false };
  let last = 0;
  socket.on('data', (chunk) => {
    const now = performance.now();
    if (last > 0) seen.longestMs = Math.max(seen.longestMs, now - last);
    last = now;
    seen.pieces += countPieces(chunk);
    seen.isWhole ||= chunk.includes('[DONE]');
  });
  socket.on('error', () => {});
  await once(socket, 'close');
  return seen;
}

/** Asks for a target's figures twice a second until it is told to end; answers them all. */
function watch(target) {
  const samples = [];
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      samples.push({ at: performance.now(), ...(await target.ask('figures')) });
      await sleep(500);
    }
    return samples;
  })();
  return () => {
    isOver = true;
    return watching;
  };
}

const cpuOf = ({ cpu }) => (cpu.user + cpu.system) / 1000;

/** So many streams at once. Answers how many came whole, the longest silence of 99 of 100 of them, and what the target took meanwhile. */
export async function holdStreams(target, way, streams) {
  const endWatch = watch(target);
  const running = [];
  for (let n = 0; n < streams; n++) {
    running.push(readStream(target, way, n));
    // In some seconds: a thousand at the same moment would measure how requests are taken, not how streams are held.
    if (n % 10 === 9) await sleep(30);
  }
  const begun = performance.now();
  const seen = await Promise.all(running);
  const samples = await endWatch();
  const [first, last] = [samples.find(({ at }) => at >= begun) ?? samples[0], samples.at(-1)];
  // A beginning, an end, and the usage.
  const pieces = ways[way].pieces + 3;
  return {
    whole: seen.filter((stream) => stream.isWhole && stream.pieces === pieces).length,
    silenceMs: quantile(
      seen.map(({ longestMs }) => longestMs),
      0.99,
    ),
    megabytes: Math.max(...samples.map(({ rss }) => rss)) / 2 ** 20,
    cores: (cpuOf(last) - cpuOf(first)) / Math.max(1, last.at - first.at),
  };
}
