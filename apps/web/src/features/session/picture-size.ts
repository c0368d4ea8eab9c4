/** Models see no more than so many pixels on the long side. */
const longestSide = 1568;
/** Five of them as base64 are what the contract takes in a message. */
export const mostBytes = 449_000;

export interface Size {
  width: number;
  height: number;
}

/** As large as a model can use, never enlarged. */
export function fittingSize({ width, height }: Size): Size {
  const scale = Math.min(1, longestSide / Math.max(width, height, 1));
  return scaled({ width, height }, scale);
}

export const scaled = ({ width, height }: Size, scale: number): Size => ({
  width: Math.max(1, Math.round(width * scale)),
  height: Math.max(1, Math.round(height * scale)),
});

/** Sent as it is: small in both senses, and of a kind that holds no place and time as photos do. */
export const staysAsItIs = (type: string, bytes: number, size: Size): boolean =>
  (type === 'image/png' || type === 'image/gif') && bytes <= mostBytes && fittingSize(size).width === size.width;

export interface Encoding {
  type: 'image/png' | 'image/jpeg';
  quality?: number;
  scale: number;
}

/** What to try, one after the other, until it is small enough: sharp lines stay PNG while they can, size goes last. */
export function encodings(type: string): Encoding[] {
  const png: Encoding[] = type === 'image/jpeg' ? [] : [{ type: 'image/png', scale: 1 }];
  const jpeg = [0.9, 0.8, 0.65].map((quality): Encoding => ({ type: 'image/jpeg', quality, scale: 1 }));
  const smaller = [0.75, 0.5, 0.35, 0.2].map((scale): Encoding => ({ type: 'image/jpeg', quality: 0.7, scale }));
  return [...png, ...jpeg, ...smaller];
}
