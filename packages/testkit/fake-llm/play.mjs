// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * How one step of a script becomes an answer over HTTP.
 *
 * @typedef {import('./script.mjs').Step} Step
 * @typedef {import('node:http').ServerResponse} Response
 * @typedef {{
 *   whole(step: Step, body: any, ids: import('./ids.mjs').Ids): unknown,
 *   events(step: Step, body: any, ids: import('./ids.mjs').Ids): Iterable<[string | null, any]>,
 *   error(e: { status: number, type?: string, message?: string }, requestId: string): any,
 * }} Api
 * @typedef {{ res: Response, api: Api, step: Step, body: any, ids: import('./ids.mjs').Ids, done: string }} Play
 */

/** Events before an error in a stream: the message has begun. */
const BEFORE_ERROR = 2;

/** @param {Response} res @param {number} status @param {unknown} value */
export function sendJson(res, status, value) {
  res.writeHead(status, { 'content-type': 'application/json' });
  res.end(JSON.stringify(value));
}

const requestIdOf = (/** @type {Response} */ res) => String(res.getHeader('request-id'));

/** @param {Response} res @param {Api} api @param {{ status: number, type?: string, message?: string, retryAfter?: number }} e */
export function fail(res, api, e) {
  if (e.retryAfter !== undefined) res.setHeader('retry-after', String(e.retryAfter));
  sendJson(res, e.status, api.error(e, requestIdOf(res)));
}

/** @param {Play} play */
function failInStream({ res, api, step }) {
  const e = api.error(step.error ?? { status: 500 }, requestIdOf(res));
  res.end(`event: error\ndata: ${JSON.stringify('type' in e ? e : { type: 'error', ...e })}\n\n`);
}

/** @param {Play} play */
async function stream(play) {
  const { res, api, step, body, ids, done } = play;
  res.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
  let sent = 0;
  for (const [event, data] of api.events(step, body, ids)) {
    if (res.destroyed) return;
    if (step.cutAfter !== undefined && sent >= step.cutAfter) return void res.socket?.destroySoon(); // what was sent still arrives
    if (step.error?.inStream && sent >= BEFORE_ERROR) return failInStream(play);
    res.write(`${event ? `event: ${event}\n` : ''}data: ${JSON.stringify(data)}\n\n`);
    sent++;
    if (step.chunkDelayMs) await sleep(step.chunkDelayMs);
  }
  res.end(done);
}

/** Plays a step; the step's own error first. @param {Play} play */
export async function play(play) {
  const { res, api, step, body, ids } = play;
  if (step.delayMs) await sleep(step.delayMs);
  if (step.error && !step.error.inStream) return fail(res, api, step.error);
  if (body.stream) return stream(play);
  if (step.cutAfter !== undefined) return void res.destroy();
  sendJson(res, 200, api.whole(step, body, ids));
}
