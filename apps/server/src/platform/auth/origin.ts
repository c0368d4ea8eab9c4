import type { Config } from '../config.ts';

/**
 * Whether a browser's request comes from our own pages: its Origin is the address it was sent to, the configured public one, or one
 * that the administrator named. A missing Origin is none.
 */
export function isOwnOrigin(config: Config, origin: string | undefined, protocol: string, host: string | undefined): boolean {
  if (!origin || !host) return false;
  const own = [
    `${protocol}://${host}`,
    config.OPENACE_PUBLIC_URL && new URL(config.OPENACE_PUBLIC_URL).origin,
    ...config.OPENACE_CORS_ORIGINS,
  ];
  return own.includes(origin);
}
