import { createHash } from 'node:crypto';

const mostKey = 300;

/** Joins what identifies a request, leaving out what its record lacks. '' if it has nothing, a hash if it is too long to be a key. */
export function reportKey(...parts: readonly string[]): string {
  const key = parts.filter((part) => part !== '').join(':');
  return key.length <= mostKey ? key : `sha256:${createHash('sha256').update(key).digest('hex')}`;
}
