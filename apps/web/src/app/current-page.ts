import { useMatches } from 'react-router';
import type { PageHandle, PageInfo } from '#lib/page-info.ts';

function isPageHandle(handle: unknown): handle is PageHandle {
  return typeof handle === 'object' && handle !== null && 'page' in handle;
}

/** The page that the address shows; a drawer or dialog over it is still the same page. */
export function useCurrentPage(): PageInfo | undefined {
  return useMatches()
    .map(({ handle }) => handle)
    .findLast(isPageHandle)?.page;
}
