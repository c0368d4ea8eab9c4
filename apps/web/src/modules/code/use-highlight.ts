import { useMemo, useSyncExternalStore } from 'react';
import type { highlightLines } from './highlighter.ts';
import type { CodeLanguage } from './languages.ts';
import { plainLines, type Token } from './tokens.ts';

type Highlight = typeof highlightLines;

/** Beyond this, colours cost more time than they are worth; characters. */
const longest = 60_000;

let highlight: Highlight | undefined;
let loading = false;
const waiting = new Set<() => void>();

async function load() {
  if (loading) return;
  loading = true;
  try {
    highlight = (await import('./highlighter.ts')).highlightLines;
    for (const notify of waiting) notify();
  } catch {
    // Without colours code can be read as well; the next code block tries again.
    loading = false;
  }
}

function subscribe(notify: () => void) {
  waiting.add(notify);
  void load();
  return () => waiting.delete(notify);
}

const never = () => () => undefined;

/** The lines of some code in their tokens: plain at first, coloured once the highlighter is there. */
export function useHighlight(code: string, language: CodeLanguage | null): Token[][] {
  const wanted = language !== null && code.length <= longest;
  const ready = useSyncExternalStore(wanted ? subscribe : never, () => highlight);
  return useMemo(() => (ready && wanted && language ? ready(code, language) : plainLines(code)), [ready, wanted, code, language]);
}
