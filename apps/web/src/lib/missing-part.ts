import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { reportOutdated, untilReachable } from './connection.ts';
import { hasUnsaved } from './unsaved.ts';

/** Once in so long: an app that stays broken must not reload for ever. */
const reloadsAgainAfter = 60_000;
const lastReload = 'open-ace-reload';

/** What browsers and the bundler say of a part of the app that could not be fetched: the server is away, or has a newer app. */
export function isMissingPart(error: unknown): boolean {
  return (
    error instanceof Error &&
    /dynamically imported module|importing a module script|unable to preload|is not a valid javascript mime/i.test(error.message)
  );
}

export function mayReload(now: number, last: number, unsaved: boolean): boolean {
  return !unsaved && Math.abs(now - last) > reloadsAgainAfter;
}

let reloading = false;

/** A part that failed once is not fetched again by this document: once the server answers, a new one is loaded. */
export async function reloadForPart(isWanted = () => true): Promise<void> {
  await untilReachable();
  if (reloading || !isWanted()) return;
  const now = Date.now();
  if (!mayReload(now, Number(sessionStorage.getItem(lastReload)), hasUnsaved())) return reportOutdated();
  reloading = true;
  sessionStorage.setItem(lastReload, String(now));
  location.reload();
}

/** As React's own, for what is not a page: while it cannot be fetched, what is on show stays as it is, and the banner says why. */
// biome-ignore lint/suspicious/noExplicitAny: as in React's own
export function lazyPart<Part extends ComponentType<any>>(load: () => Promise<{ default: Part }>): LazyExoticComponent<Part> {
  return lazy(() =>
    load().catch((error: unknown) => {
      if (!isMissingPart(error)) throw error;
      void reloadForPart();
      return new Promise<never>(() => undefined);
    }),
  );
}
