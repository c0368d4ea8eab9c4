// @ts-check
/**
 * Ids of one provider. Some real ones give ids of answers twice; `ring` makes this one do so on purpose, while ids of requests, tool
 * calls and items stay unique.
 *
 * @typedef {{ next(): string, answer(): string }} Ids
 */

const LARGEST_RING = 1000;

/** @param {unknown} size @returns {number | undefined} how many ids there are in the ring; undefined for no ring */
function ringSize(size) {
  if (size === undefined || size === null) return undefined;
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 1 || size > LARGEST_RING) {
    throw new RangeError(`A ring has 1 to ${LARGEST_RING} ids.`);
  }
  return size;
}

/** @param {unknown} [ring] */
export function createIds(ring) {
  const run = Math.random().toString(36).slice(2, 8); // so that two providers, or one restarted, never give one id twice
  let serial = 0;
  let answers = 0;
  let size = ringSize(ring);
  const numbered = (/** @type {number} */ n) => `fake${run}${String(n).padStart(6, '0')}`;
  const next = () => numbered(++serial);
  return {
    next,
    answer: () => (size === undefined ? next() : `${numbered(answers++ % size)}ring`),
    /** @param {unknown} wanted */
    setRing(wanted) {
      size = ringSize(wanted);
      answers = 0;
    },
  };
}
