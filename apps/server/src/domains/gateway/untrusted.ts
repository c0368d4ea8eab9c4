/** A text from outside that goes into the ledger: short, and of characters that every database and page can hold. */
export function shortText(value: unknown, most = 200): string {
  return typeof value === 'string' ? value.slice(0, most).replace(/\p{C}/gu, '') : '';
}

/** No call has more; what claims so is an error, and must not spoil every sum that it is a part of. */
const MOST_TOKENS = 1e11;

/** A number of tokens that the provider tells; undefined for what cannot be one. */
export function tokenCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST_TOKENS ? value : undefined;
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
