import type { Config } from './config.ts';
import type { Origin } from './context.ts';

/** The address under which the caller reached the server, for lines to copy; the configured one where a proxy stands before it. */
export function publicUrl({ config, origin }: { config: Config; origin: Origin }): string {
  return config.OPENACE_PUBLIC_URL ?? `${origin.secure ? 'https' : 'http'}://${origin.host}`;
}
