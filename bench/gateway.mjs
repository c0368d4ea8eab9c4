import { isDeepStrictEqual } from 'node:util';
import { answer, ways } from './gateway/answers.mjs';
import { refuse } from './gateway/hostile.mjs';
import { closedLoop, highestRate, made, quantile } from './gateway/load.mjs';
import { holdStreams } from './gateway/streams.mjs';
import { bodies, startTargets } from './gateway/targets.mjs';
import { row } from './lib.mjs';

/** BENCH_SHORT tries every row in a minute; its figures mean nothing. */
const isShort = process.env.BENCH_SHORT !== undefined;
const size = isShort
  ? { rounds: 1, requests: 200, streams: 32, firsts: 100, held: 50, refused: 500 }
  : { rounds: 7, requests: 2000, streams: 96, firsts: 600, held: 1000, refused: 10_000 };

const BARE = 'bare Node and undici passing it through';
const PORTKEY = 'Portkey 1.15.2, which does none of the three';

const { ours, bare, portkey, direct } = await startTargets();
const all = [ours, bare, portkey];

/** One request each way, in plain view: what is compared must be the same answer. */
async function check(target) {
  const post = async (way) => {
    const headers = { 'content-type': 'application/json', ...target.headers(way, 0) };
    made[target.name]++;
    const response = await fetch(target.origin + target.path(way), { method: 'POST', headers, body: bodies[way] });
    return { status: response.status, text: await response.text() };
  };
  const whole = await post('whole');
  const stream = await post('stream');
  const pieces = stream.text.match(/^data: \{/gm)?.length;
  if (whole.status !== 200 || !isDeepStrictEqual(JSON.parse(whole.text), answer))
    throw new Error(`${target.name}: ${whole.text.slice(0, 500)}`);
  if (stream.status !== 200 || pieces !== ways.stream.pieces + 3) throw new Error(`${target.name} streams ${pieces} pieces.`);
}

/**
 * Runs in turn, so that a noisy neighbour is noisy for all. Answers a figure of ours and of another as they were in the round in which
 * the ratio of the two is the middle one: two figures of different minutes say little about each other.
 */
async function compare(targets, rounds, run) {
  const taken = [];
  for (let round = 0; round < rounds; round++) {
    const ofRound = new Map();
    for (const target of targets) ofRound.set(target, await run(target));
    taken.push(ofRound);
  }
  return (target, other, figure) => {
    const pairs = taken.map((ofRound) => [figure(ofRound.get(target)), figure(ofRound.get(other))]);
    return pairs.sort(([a, b], [c, d]) => a / b - c / d)[Math.floor(pairs.length / 2)];
  };
}

for (const target of all) await check(target);
for (const target of all) {
  await closedLoop(target, 'whole', { clients: 8, requests: isShort ? 50 : 500 });
  await closedLoop(target, 'brief', { clients: 16, requests: isShort ? 16 : 200 });
}

const cpu = ({ cpuMs }) => cpuMs;
const shareOf = (part, share) => (run) =>
  quantile(
    run.taken.map((one) => one[part]),
    share,
  );

for (const clients of [1, 32]) {
  const targets = clients === 1 ? [ours, bare] : all;
  const of = await compare(targets, size.rounds, (target) => closedLoop(target, 'whole', { clients, requests: size.requests }));
  const each = `${clients} at once`;
  const others = [[bare, BARE, 'goal 3'], ...(clients === 1 ? [] : [[portkey, PORTKEY, 'goal 0.333']])];
  for (const [other, name, goal] of others)
    row(`gateway: CPU a request, ${each}`, ...of(ours, other, cpu), 'ms', clients === 1 ? name : `${name}; ${goal}`);
  for (const [other, name] of others) row(`gateway: p99 latency, ${each}`, ...of(ours, other, shareOf('last', 0.99)), 'ms', name);
}

const streamed = await compare(all, size.rounds, (target) => closedLoop(target, 'stream', { clients: 16, requests: size.streams }));
const piece = ({ cpuMs }) => (cpuMs * 1000) / ways.stream.pieces;
row('gateway: CPU a streamed chunk, 16 at once', ...streamed(ours, bare, piece), 'µs', `${BARE}; goal 2`);
row('gateway: CPU a streamed chunk, 16 at once', ...streamed(ours, portkey, piece), 'µs', `${PORTKEY}; goal 0.5`);

const firsts = await compare([ours, direct], size.rounds, (target) => closedLoop(target, 'brief', { clients: 10, requests: size.firsts }));
for (const [share, goal] of [
  [0.5, 1],
  [0.99, 5],
]) {
  const [first, reference] = firsts(ours, direct, shareOf('first', share));
  const added = (first - reference).toFixed(2);
  row(`gateway: p${share * 100} first byte of 10 streams`, first, reference, 'ms', `no gateway; added ${added} ms, goal ${goal}`);
}

const WITHIN = 50;
const rates = [];
for (const target of all) rates.push(await highestRate(target, 'whole', { withinMs: WITHIN, from: isShort ? 50 : 150 }));
row(`gateway: requests a second, p99 within ${WITHIN} ms`, rates[0], rates[2], '/s', `${PORTKEY}; goal 4`);
row(`gateway: requests a second, p99 within ${WITHIN} ms`, rates[0], rates[1], '/s', BARE);

const way = isShort ? 'stream' : 'minute';
const held = { ours: await holdStreams(ours, way, size.held), bare: await holdStreams(bare, way, size.held) };
const name = `gateway: ${size.held} streams, 50 tokens/s, 60 s`;
row(`${name}, whole`, held.ours.whole, held.bare.whole, '', `${BARE}; goal ${size.held} streams`);
row(`${name}, memory`, held.ours.megabytes, held.bare.megabytes, 'MB', `${BARE}; goal 512 MB`);
row(`${name}, CPU`, held.ours.cores, held.bare.cores, 'cores', BARE);
row(`${name}, p99 silence`, held.ours.silenceMs, held.bare.silenceMs, 'ms', BARE);

const refused = { ours: await refuse(ours, ours.path(), size.refused), bare: await refuse(bare, '/refuse', size.refused) };
for (const share of ['p50', 'p99'])
  row(`gateway: ${share} of a hostile credential refused`, refused.ours[share], refused.bare[share], 'ms', 'bare Node answering 401');

await new Promise((resolve) => setTimeout(resolve, 2000));
const { rows, held: heldRequests } = await ours.ask('ledger');
if (rows.settled !== made.ours || Object.keys(rows).length > 1)
  throw new Error(`Of ${made.ours} calls the ledger has ${JSON.stringify(rows)}.`);
if (heldRequests !== 0) throw new Error(`The budget still holds ${heldRequests} requests.`);
for (const target of [...all, direct]) target.stop();
