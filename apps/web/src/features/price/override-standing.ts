import type { PriceOverride } from '@open-ace/contracts/price';

/** Whether a price of one's own applies now, or will, or another took its place. */
export function overrideStanding(
  { id, effectiveFrom }: PriceOverride,
  inForce: string | null,
  now: number,
): 'inForce' | 'scheduled' | 'past' {
  if (id === inForce) return 'inForce';
  return Date.parse(effectiveFrom) > now ? 'scheduled' : 'past';
}
