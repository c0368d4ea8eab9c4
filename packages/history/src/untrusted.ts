/**
 * Reads single fields out of records that anyone may have written: session files are plain files in a home folder. Nothing
 * here throws, and everything it returns fits the bounds of a `UsageReport`.
 */

export type JsonObject = { readonly [key: string]: unknown };

export const object = (value: unknown): JsonObject | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;

// Halves of a surrogate pair: valid in a JavaScript string, in a database not.
const surrogate = /[\ud800-\udfff]/;

/** A string of at most `most` UTF-16 units, '' for anything else. Valid Unicode without NUL, which PostgreSQL refuses. */
export function text(value: unknown, most: number): string {
  if (typeof value !== 'string') return '';
  if (value.length <= most && !value.includes('\0') && !surrogate.test(value)) return value;
  // Through bytes: replaces lone surrogates, and frees the long string, of which a slice would hold on to the whole.
  return Buffer.from(value.slice(0, most)).toString().replaceAll('\0', '');
}

/** A count of tokens; 0 for what cannot be one (negative, fractional, beyond 2^53, not a number). */
export const tokens = (value: unknown): number => (Number.isSafeInteger(value) && (value as number) > 0 ? (value as number) : 0);

/** A sum that stays a safe integer even if its parts are absurd. */
export const sum = (...parts: number[]): number =>
  Math.min(
    Number.MAX_SAFE_INTEGER,
    parts.reduce((total, part) => total + part, 0),
  );

/** What is left of `whole` without its parts, never below 0. */
export const without = (whole: number, ...parts: number[]): number =>
  Math.max(
    0,
    parts.reduce((rest, part) => rest - part, whole),
  );

/** Epoch milliseconds of an ISO timestamp, null if it is none. */
export function moment(value: unknown): number | null {
  if (typeof value !== 'string' || value.length > 40) return null;
  const at = Date.parse(value);
  return Number.isSafeInteger(at) && at > 0 ? at : null;
}
