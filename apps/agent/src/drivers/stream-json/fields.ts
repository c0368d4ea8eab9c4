/** Reads single fields of what a CLI says: its forms differ by version, so nothing here throws and nothing is taken for granted. */
export type Fields = { readonly [key: string]: unknown };

export const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const number = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);

/** A whole number that is not negative, such as a time in milliseconds. */
export function count(value: unknown): number | null {
  const found = Math.round(number(value) ?? -1);
  return Number.isSafeInteger(found) && found >= 0 ? found : null;
}

/** Null for a line that is no JSON object. */
export function parseLine(line: string): Fields | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
  } catch {
    return null;
  }
}
