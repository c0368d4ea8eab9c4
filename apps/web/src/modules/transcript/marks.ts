import { type RefObject, useEffect } from 'react';
import type { Match } from './search.ts';

const everywhere = 'transcript-search';
const here = 'transcript-search-here';

/** Where a text stands in an element, also across the borders of the elements in it. */
function rangesOf(element: Element, wanted: string): Range[] {
  const nodes: Text[] = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) if (walker.currentNode instanceof Text) nodes.push(walker.currentNode);
  const starts: number[] = [];
  let text = '';
  for (const node of nodes) {
    starts.push(text.length);
    text += node.data;
  }
  const lower = text.toLowerCase();
  // Some letters have a longer small form: then places would not be those of the text.
  if (lower.length !== text.length) return [];
  const ranges: Range[] = [];
  const edge = (place: number, isEnd: boolean) => {
    const index = starts.findLastIndex((start) => (isEnd ? start < place : start <= place));
    const node = nodes[index];
    return node && { node, offset: place - (starts[index] ?? 0) };
  };
  for (let place = lower.indexOf(wanted); place >= 0; place = lower.indexOf(wanted, place + wanted.length)) {
    const [from, to] = [edge(place, false), edge(place + wanted.length, true)];
    if (!from || !to) continue;
    const range = document.createRange();
    range.setStart(from.node, from.offset);
    range.setEnd(to.node, to.offset);
    ranges.push(range);
  }
  return ranges;
}

function bringIntoSight(scroller: Element, range: Range) {
  const frame = scroller.getBoundingClientRect();
  const place = range.getBoundingClientRect();
  const margin = 48;
  if (place.top >= frame.top + margin && place.bottom <= frame.bottom - margin) return;
  scroller.scrollTop += place.top - frame.top - frame.height / 3;
}

/** Marks all places in the rows that are drawn; returns the one that is current, if its row is among them. */
function markRows(scroller: Element, wanted: string, current: Match | undefined): Range | undefined {
  const all = new Highlight();
  const at = new Highlight();
  let shown: Range | undefined;
  for (const row of scroller.querySelectorAll('[data-row-key]')) {
    const ranges = rangesOf(row, wanted);
    const chosen = row.getAttribute('data-row-key') === current?.key ? (ranges[current?.nth ?? 0] ?? ranges.at(-1)) : undefined;
    shown ??= chosen;
    for (const range of ranges) (range === chosen ? at : all).add(range);
  }
  CSS.highlights.set(everywhere, all);
  CSS.highlights.set(here, at);
  return shown;
}

/** How long a row that comes into sight may grow before its place is final; milliseconds. */
const settles = 400;

/**
 * Marks what is searched for in the rows that are drawn, without drawing them anew; `current` is marked apart and brought into sight
 * once its row is there.
 */
export function useMarks(scroller: RefObject<HTMLElement | null>, query: string, current: Match | undefined) {
  useEffect(() => {
    const element = scroller.current;
    const wanted = query.trim().toLowerCase();
    if (!element || wanted === '' || !('highlights' in CSS)) return;
    const begun = performance.now();
    let frame = 0;
    const mark = () => {
      frame = 0;
      const chosen = markRows(element, wanted, current);
      if (chosen && performance.now() - begun < settles) bringIntoSight(element, chosen);
    };
    const soon = () => {
      frame ||= requestAnimationFrame(mark);
    };
    const observer = new MutationObserver(soon);
    observer.observe(element, { childList: true, subtree: true, characterData: true });
    soon();
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame);
      CSS.highlights.delete(everywhere);
      CSS.highlights.delete(here);
    };
  }, [scroller, query, current]);
}
