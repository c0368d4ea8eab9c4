import { useHotkeys } from '@mantine/hooks';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import type { Folds } from './folds.ts';
import type { Row } from './rows.ts';
import { findMatches } from './search.ts';

/** All parts of an item that may be folded. */
const foldedParts = (key: string) => [key, `${key}:lines`, `${key}:diff:lines`, `${key}:input:lines`];

interface SearchOptions {
  rows: readonly Row[];
  folds: Folds;
  onShow: (key: string) => void;
}

/** A search in a transcript: opened by Mod+F, or by a button; the second Mod+F is the browser's. */
export function useSearch({ rows, folds, onShow }: SearchOptions) {
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<number | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const wanted = useDeferredValue(open ? query : '');
  const matches = useMemo(() => findMatches(rows, wanted), [rows, wanted]);
  const place = chosen === null ? -1 : Math.min(chosen, matches.length - 1);

  const start = () => {
    setOpen(true);
    field.current?.select();
  };
  useHotkeys(
    [
      [
        'mod+F',
        (event) => {
          if (open && document.activeElement === field.current) return;
          event.preventDefault();
          start();
        },
        { preventDefault: false },
      ],
    ],
    [],
  );
  const step = (by: 1 | -1) => {
    if (matches.length === 0) return;
    const next = place < 0 ? (by > 0 ? 0 : matches.length - 1) : (place + by + matches.length) % matches.length;
    const match = matches[next];
    if (!match) return;
    setChosen(next);
    for (const key of foldedParts(match.key)) folds.set(key, true);
    onShow(match.key);
  };
  return {
    open,
    field,
    query,
    wanted,
    count: matches.length,
    place: place + 1,
    current: place < 0 ? undefined : matches[place],
    start,
    step,
    setQuery: (typed: string) => {
      setQuery(typed);
      setChosen(null);
    },
    close: () => {
      setOpen(false);
      setChosen(null);
    },
  };
}
