const day = 86_400_000;
const soon = 7 * day;

/** When a token was made to end, and whether it was ended before. */
interface Lifetime {
  expiresAt: string;
  revokedAt: string | null;
}

export type TokenState = 'active' | 'expired' | 'revoked';

export function stateOf({ expiresAt, revokedAt }: Lifetime, now: number): TokenState {
  if (revokedAt !== null) return 'revoked';
  return Date.parse(expiresAt) > now ? 'active' : 'expired';
}

/** Whether its holder should see to a new one. */
export const endsSoon = (token: Lifetime, now: number) => stateOf(token, now) === 'active' && Date.parse(token.expiresAt) - now < soon;

export const lifetimes = ['30d', '90d', '1y', 'date'] as const;
export type Lifespan = (typeof lifetimes)[number];

const daysOf = { '30d': 30, '90d': 90, '1y': 365 } as const;

/** When a token ends that is made now; null where no day to come was chosen. `day` is `YYYY-MM-DD` on the viewer's wall, included. */
export function endOf(lifespan: Lifespan, chosenDay: string, now: number): Date | null {
  if (lifespan !== 'date') return new Date(now + daysOf[lifespan] * day);
  const start = new Date(`${chosenDay}T00:00:00`);
  const end = new Date(start.getFullYear(), start.getMonth(), start.getDate() + 1, 0, 0, -1);
  return end.getTime() > now ? end : null;
}
