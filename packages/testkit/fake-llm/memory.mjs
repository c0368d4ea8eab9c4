// @ts-check
import { appendFileSync } from 'node:fs';

/**
 * What is remembered of requests and answers: the list of requests, the account of answers, the log.
 *
 * @typedef {import('./server.d.mts').SeenRequest} Seen
 * @typedef {import('./server.d.mts').AccountEntry} AccountEntry
 * @typedef {import('./server.d.mts').Ending} Ending
 * @typedef {{ seen: Seen, requestId: string, begin(answer: import('./play.mjs').Answer): void, end(ending: Ending): void }} Exchange
 *   one request and its answer: `begin` once its head is sent, `end` when it ends as nothing else could tell
 */

/** @param {import('node:http').IncomingMessage} req */
function credentialOf(req) {
  const bearer = /^Bearer (.+)$/.exec(req.headers.authorization ?? '')?.[1];
  return bearer ?? /** @type {string | undefined} */ (req.headers['x-api-key'] ?? req.headers['x-goog-api-key']) ?? null;
}

/** @param {{ log?: string, keepBodies?: boolean, keepRequests?: boolean }} options @param {import('./ids.mjs').Ids} ids */
export function createMemory(options, ids) {
  /** @type {Seen[]} */
  const requests = [];
  /** @type {AccountEntry[]} */
  const account = [];
  let count = 0;

  /**
   * @param {import('node:http').IncomingMessage} req @param {import('node:http').ServerResponse} res @param {string} path @param {any} body
   * @returns {Exchange}
   */
  function open(req, res, path, body) {
    /** @type {Seen} */
    const seen = {
      n: ++count,
      at: new Date().toISOString(),
      method: req.method ?? '',
      path: req.url ?? '',
      status: 200,
      auth: credentialOf(req),
      headers: req.headers,
      body: options.keepBodies === false ? null : body,
      step: null,
      closedByClient: false,
    };
    if (options.keepRequests !== false) requests.push(seen);
    const requestId = `req_${ids.next()}`;
    res.setHeader('request-id', requestId);
    res.setHeader('x-request-id', requestId);

    /** @type {AccountEntry | undefined} */
    let entry;
    /** @type {Ending} */
    let ending = 'open';
    /** @param {Ending} how */
    const end = (how) => {
      if (ending !== 'open') return;
      ending = how;
      if (entry) Object.assign(entry, { ending, finished: ending === 'whole' });
    };
    res.on('finish', () => end('whole'));
    res.on('close', () => {
      end('client');
      if (res.headersSent) seen.status = res.statusCode;
      seen.closedByClient = ending === 'client';
      if (options.log) appendFileSync(options.log, `${JSON.stringify(seen)}\n`);
    });
    return {
      seen,
      requestId,
      end,
      begin({ id, model, usage }) {
        entry = { answerId: id, requestId, model, path, usage, finished: false, ending };
        account.push(entry);
      },
    };
  }

  return {
    requests,
    account,
    open,
    forgetRequests() {
      requests.length = 0;
      count = 0;
    },
    forgetAccount() {
      account.length = 0;
    },
  };
}
