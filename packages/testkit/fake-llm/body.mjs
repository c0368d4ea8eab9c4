// @ts-check
import * as zlib from 'node:zlib';

/** The body of a request: parsed, or its text when it is not JSON, or null. @param {import('node:http').IncomingMessage} req */
export async function readJson(req) {
  const parts = [];
  for await (const part of req) parts.push(part);
  let raw = Buffer.concat(parts);
  const encoding = req.headers['content-encoding'];
  if (encoding === 'gzip') raw = zlib.gunzipSync(raw);
  if (encoding === 'zstd') raw = /** @type {any} */ (zlib).zstdDecompressSync(raw); // Node 22.15 or later
  if (raw.length === 0) return null;
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    return raw.toString('utf8');
  }
}
