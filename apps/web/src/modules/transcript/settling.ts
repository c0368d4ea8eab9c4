import { type RefObject, useEffect, useState } from 'react';
import type { PermissionItem } from './items.ts';
import { useTranscriptView } from './view.ts';

/**
 * So long must a request have been in sight, with nothing else asked or answered meanwhile: a click or key that was meant for the one
 * before would allow what nobody has read. Milliseconds.
 */
const settlingTime = 600;

export interface Settling {
  /** The open requests; another list of them begins anew. */
  round: string;
  /** Requests that can be answered. */
  settled: ReadonlySet<string>;
  /** One that somebody tried to answer before that. */
  hasty: string | null;
}

export const settlingOf = (round: string): Settling => ({ round, settled: new Set(), hasty: null });

/** A request that was in sight long enough; what a round before had seen says nothing about this one. */
export function settle(settling: Settling, requestId: string, round: string): Settling {
  if (round !== settling.round || settling.settled.has(requestId)) return settling;
  return { ...settling, settled: new Set([...settling.settled, requestId]) };
}

/** One guard for buttons and keys: `mayAnswer` says whether a request has settled, and shows on its card when it has not. */
export function useSettling(requests: readonly PermissionItem[]) {
  const round = requests.map(({ requestId }) => requestId).join(' ');
  const [kept, setKept] = useState(() => settlingOf(round));
  const settling = kept.round === round ? kept : settlingOf(round);
  if (settling !== kept) setKept(settling);
  return {
    settling,
    onInSight: (requestId: string) => setKept((now) => settle(now, requestId, round)),
    mayAnswer(requestId: string): boolean {
      const may = settling.settled.has(requestId);
      if (!may) setKept((now) => ({ ...now, hasty: requestId }));
      return may;
    },
  };
}

/** Tells when a request has been in sight for long enough, by the element that its answers stand in. */
export function useInSight(answers: RefObject<HTMLElement | null>, requestId: string) {
  const { settling, onInSight } = useTranscriptView();
  const settled = settling.settled.has(requestId);
  const { round } = settling;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `onInSight` is another with every render and does the same
  useEffect(() => {
    if (settled || !answers.current) return;
    let timer: number | undefined;
    const observer = new IntersectionObserver(([entry]) => {
      window.clearTimeout(timer);
      if (entry?.isIntersecting) timer = window.setTimeout(() => onInSight(requestId), settlingTime);
    });
    observer.observe(answers.current);
    return () => {
      window.clearTimeout(timer);
      observer.disconnect();
    };
  }, [answers, requestId, round, settled]);
  return settled;
}
