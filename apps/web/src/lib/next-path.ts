const entryPages = ['/login', '/setup'];

/**
 * Where to go after sign-in. Only a path on this very origin: anything else in `?next=` could be a link by which
 * somebody sends a freshly signed-in person to a look-alike page.
 */
export function safeNextPath(wish: string | null, origin: string): string {
  if (!wish?.startsWith('/') || !URL.canParse(wish, origin)) return '/';
  const url = new URL(wish, origin);
  if (url.origin !== origin) return '/';
  // A path such as `/.//evil.example` stays on this origin when parsed, and leaves it when it is navigated to.
  if (url.pathname.startsWith('//') || entryPages.includes(url.pathname)) return '/';
  return url.pathname + url.search + url.hash;
}

/** The sign-in page that leads back to `from`. */
export function loginPath(from: { pathname: string; search: string }): string {
  const here = from.pathname + from.search;
  return here === '/' ? '/login' : `/login?next=${encodeURIComponent(here)}`;
}
