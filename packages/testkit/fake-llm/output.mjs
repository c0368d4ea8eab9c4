// @ts-check
import { constants, createGzip } from 'node:zlib';

/**
 * Where the text of an answer goes.
 *
 * @typedef {import('node:http').ServerResponse} Response
 * @typedef {{ headers: Record<string, string>, write(text: string): Promise<void> | void, end(text: string): void }} Output
 */

/** Until there is room again, or nobody who reads. @param {Response} res @returns {Promise<void>} */
function drained(res) {
  return new Promise((resolve) => {
    const settle = () => {
      res.off('drain', settle);
      res.off('close', settle);
      resolve();
    };
    res.on('drain', settle);
    res.on('close', settle);
  });
}

/** @param {Response} res @returns {Output} */
const plain = (res) => ({
  headers: {},
  // A reader who is slow, or gone, is waited for; otherwise a long answer would be in memory whole and never notice.
  write: (text) => (res.write(text) || res.destroyed ? undefined : drained(res)),
  end: (text) => void res.end(text),
});

/** gzip, each piece flushed so that it can be read when it was sent. @param {Response} res @returns {Output} */
function packed(res) {
  const gzip = createGzip();
  // It is later than the caller thinks when these come: the client may be gone.
  gzip.on('data', (part) => res.destroyed || res.write(part));
  gzip.on('end', () => res.destroyed || res.end());
  return {
    headers: { 'content-encoding': 'gzip' },
    write(text) {
      gzip.write(text);
      return new Promise((resolve) => gzip.flush(constants.Z_SYNC_FLUSH, resolve));
    },
    end: (text) => void gzip.end(text),
  };
}

/** @param {Response} res @param {import('./script.mjs').Step} step */
export const outputOf = (res, step) => (step.packed ? packed(res) : plain(res));
