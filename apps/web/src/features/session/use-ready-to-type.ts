import type { Session } from '@open-ace/contracts/session';
import { type RefObject, useEffect } from 'react';
import { useLocation } from 'react-router';
import { isSwitch } from './pages.ts';

/**
 * Who came by mouse wants to type next; who came by keys is going through a list or the tabs and does not, or the next key would be
 * typed. An open request is answered by keys outside of the field, and a finger would get a keyboard over half of the screen.
 */
export function useReadyToType(field: RefObject<HTMLTextAreaElement | null>, { id, status }: Session) {
  const switched = isSwitch(useLocation().state);
  const waits = status === 'needs_you';
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each session that is opened
  useEffect(() => {
    const byKeys = switched || document.activeElement?.matches('a:focus-visible');
    if (byKeys || waits || window.matchMedia('(hover: none)').matches) return;
    // After the page's heading, which takes the focus of a new page.
    const timer = window.setTimeout(() => field.current?.focus({ preventScroll: true }), 0);
    return () => window.clearTimeout(timer);
  }, [id]);
}
