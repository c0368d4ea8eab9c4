// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { atLength } from './length.mjs';
import { outputOf } from './output.mjs';

/**
 * How one step of a script becomes an answer over HTTP.
 *
 * @typedef {import('./script.mjs').Step} Step
 * @typedef {import('./server.d.mts').ErrorStep} ErrorStep
 * @typedef {import('./ids.mjs').Ids} Ids
 * @typedef {import('node:http').ServerResponse} Response
 * @typedef {{ step: Step, body: any, ids: Ids, id: string | null, model: string, usage: import('./script.mjs').Usage }} Answer
 *   `step` as it is said: words written out, cut to its maximum
 * @typedef {{
 *   prefix: string | null,
 *   beforeError?: number,
 *   turns(body: any): import('./script.mjs').Turn[],
 *   tools(body: any): import('./script.mjs').OfferedTool[],
 *   maximum?(body: any): unknown,
 *   usage?(step: Step, body: any): import('./script.mjs').Usage,
 *   whole(answer: Answer): unknown,
 *   events(answer: Answer): Iterable<[string | null, any]>,
 *   error(e: ErrorStep, requestId: string): any,
 * }} Api `prefix`: of the ids of its answers, null when they have none; `beforeError`: events before an error in a stream
 * @typedef {{ api: Api, wire: import('./wire.mjs').Wire, streams: boolean, model: string }} Endpoint
 * @typedef {{ res: Response, endpoint: Endpoint, exchange: import('./memory.mjs').Exchange, step: Step, body: any, ids: Ids }} Play
 */

/** The message has begun. */
const BEFORE_ERROR = 2;

/** @param {Response} res @param {number} status @param {unknown} value */
export function sendJson(res, status, value) {
  res.writeHead(status, { 'content-type': 'application/json' });
  res.end(JSON.stringify(value));
}

/** @param {Response} res @param {Pick<Endpoint, 'api' | 'streams' | 'wire'>} endpoint @param {ErrorStep} e */
export function fail(res, { api, streams, wire }, e) {
  if (e.retryAfter !== undefined) res.setHeader('retry-after', String(e.retryAfter));
  const error = api.error(e, String(res.getHeader('request-id')));
  sendJson(res, e.status, streams ? wire.refusal(error) : error);
}

/** @param {Play} play @returns {Answer} */
function answerOf({ endpoint: { api, model }, step, body, ids }) {
  const said = atLength(step, api.maximum?.(body));
  const id = api.prefix === null ? null : (step.repeatId ?? api.prefix + ids.answer());
  return { ...said, body, ids, id, model, usage: api.usage?.(step, body) ?? said.usage };
}

/** Whether the answer ends before this event. @param {Play} play @param {number} sent @param {import('./output.mjs').Output} output */
function endsEarly({ res, endpoint: { api, wire }, exchange, step }, sent, output) {
  if (res.destroyed) return true;
  if (step.cutAfter !== undefined && sent >= step.cutAfter) {
    exchange.end('cut');
    res.socket?.destroySoon(); // what was sent still arrives
    return true;
  }
  if (step.error?.inStream && sent >= (api.beforeError ?? BEFORE_ERROR)) {
    exchange.end('failed');
    output.end(wire.failure(api.error(step.error, exchange.requestId), step.error.inStream));
    return true;
  }
  return step.stall === true && sent > 0;
}

/** @param {Play} play */
async function stream(play) {
  const { res, endpoint, exchange, step } = play;
  const { api, wire } = endpoint;
  const answer = answerOf(play);
  const output = outputOf(res, step);
  res.writeHead(200, { 'content-type': wire.type, 'cache-control': 'no-cache', ...output.headers });
  exchange.begin(answer);
  let sent = 0;
  for (const [event, data] of api.events(answer)) {
    if (endsEarly(play, sent, output)) return;
    await output.write((sent === 0 ? wire.open : wire.between) + wire.frame(event, data));
    sent++;
    if (step.chunkDelayMs) await sleep(step.chunkDelayMs);
  }
  if (!step.stall) output.end(wire.close);
}

/** @param {Play} play */
async function sendWhole(play) {
  const { res, endpoint, exchange, step } = play;
  const answer = answerOf(play);
  const output = outputOf(res, step);
  const json = JSON.stringify(endpoint.api.whole(answer));
  res.writeHead(200, { 'content-type': 'application/json', ...output.headers });
  exchange.begin(answer);
  if (step.stall) await output.write(json.slice(0, 1));
  else output.end(json);
}

/** Plays a step; the step's own error first. @param {Play} play */
export async function play(play) {
  const { res, endpoint, exchange, step } = play;
  if (step.delayMs) await sleep(step.delayMs);
  if (res.destroyed) return;
  if (step.error && !step.error.inStream) return fail(res, endpoint, step.error);
  const streams = endpoint.streams && !step.noStream;
  if (step.cutAfter === 0 || (step.cutAfter !== undefined && !streams)) {
    exchange.end('cut');
    return void res.destroy();
  }
  return streams ? stream(play) : sendWhole(play);
}
