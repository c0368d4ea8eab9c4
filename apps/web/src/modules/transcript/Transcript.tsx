import { Button } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconArrowDown, IconHandStop } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type Ref, useCallback, useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '#lib/preferences.ts';
import { useMarks } from './marks.ts';
import { estimateHeight, type Row } from './rows.ts';
import { SearchBar } from './SearchBar.tsx';
import classes from './Transcript.module.css';
import { TranscriptRow } from './TranscriptRow.tsx';
import { useSearch } from './use-search.ts';
import { type TranscriptView, TranscriptViewProvider } from './view.ts';

/** Who scrolls down to within so many pixels of the end means the end. */
const nearEnd = 40;
/** Two columns of code need as much. */
const roomForColumns = 860;

export interface TranscriptHandle {
  /** Brings an item into sight. */
  show: (key: string) => void;
  toEnd: () => void;
  /** Opens the search. */
  search: () => void;
}

interface TranscriptProps {
  rows: readonly Row[];
  view: Omit<TranscriptView, 'wide'>;
  handle?: Ref<TranscriptHandle>;
}

/** The rows in sight out of any number of them. Opens at its end and stays there while there is more; who scrolls up keeps their place. */
export function Transcript({ rows, view, handle }: TranscriptProps) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: widthRef, width } = useElementSize();
  const [clicked, setClicked] = useState(false);
  const wide = width >= roomForColumns;
  const sideBySide = usePreferences(({ layout }) => layout.sideBySide) && wide;
  const current = useRef(rows);
  current.current = rows;

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: useCallback((index: number) => estimateHeight(current.current[index]), []),
    getItemKey: useCallback((index: number) => current.current[index]?.key ?? index, []),
    overscan: 4,
    gap: 10,
    paddingStart: 14,
    paddingEnd: 14,
    anchorTo: 'end',
    followOnAppend: true,
    directDomUpdates: true,
    directDomUpdatesMode: 'position',
  });

  const { pinned, atEnd } = useEndPin(virtualizer, scroller);
  const toEnd = () => {
    pinned.current = true;
    virtualizer.scrollToEnd();
  };
  const show = (key: string) => {
    const index = current.current.findIndex((row) => row.key === key);
    pinned.current = false;
    if (index >= 0) virtualizer.scrollToIndex(index, { align: 'start' });
  };
  const search = useSearch({ rows, folds: view.memory.folds, onShow: show });
  useMarks(scroller, search.wanted, search.current);
  const closeSearch = () => {
    search.close();
    scroller.current?.focus({ preventScroll: true });
  };
  useImperativeHandle(handle, () => ({ show, toEnd, search: search.start }));

  useKeptPlace(virtualizer, current, view.memory, pinned);
  const waiting = useMemo(
    () => rows.some((row) => row.kind === 'item' && row.item.kind === 'permission' && row.item.decision === null),
    [rows],
  );
  const context = useMemo(() => ({ ...view, wide }), [view, wide]);
  const isNew = useIsNew(atEnd, rows);

  return (
    <TranscriptViewProvider value={context}>
      <div className={classes.frame} ref={widthRef}>
        {search.open && (
          <SearchBar
            field={search.field}
            query={search.query}
            place={search.place}
            count={search.count}
            onQuery={search.setQuery}
            onStep={search.step}
            onClose={closeSearch}
          />
        )}
        <section
          ref={scroller}
          className={classes.scroll}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be scrollable by keys
          tabIndex={0}
          aria-label={t('transcript.title')}
          data-clicked={clicked || undefined}
          onPointerDown={() => setClicked(true)}
          onBlur={() => setClicked(false)}
        >
          <div ref={virtualizer.containerRef} className={classes.sizer}>
            {virtualizer.getVirtualItems().map(({ index, key }) => {
              const row = rows[index];
              return (
                row && (
                  <div key={key} ref={virtualizer.measureElement} data-index={index} data-row-key={key} className={classes.row}>
                    <div className={classes.column} data-wide={(sideBySide && hasDiff(row)) || undefined}>
                      <TranscriptRow row={row} />
                    </div>
                  </div>
                )
              );
            })}
          </div>
        </section>
        {!atEnd && (
          <Button
            size="xs"
            variant="default"
            className={classes.toEnd}
            data-waiting={waiting || undefined}
            leftSection={waiting ? <IconHandStop size={14} /> : <IconArrowDown size={14} />}
            onClick={toEnd}
          >
            {waiting ? t('transcript.waitsBelow') : isNew ? t('transcript.newBelow') : t('transcript.toEnd')}
          </Button>
        )}
      </div>
    </TranscriptViewProvider>
  );
}

const hasDiff = (row: Row) => row.kind === 'item' && row.item.kind === 'tool' && row.item.diff !== '';

/** Whether something came since the end was last in sight. */
function useIsNew(atEnd: boolean, rows: readonly Row[]): boolean {
  const [seen, setSeen] = useState(rows);
  if (atEnd && seen !== rows) setSeen(rows);
  return seen !== rows;
}

type List = ReturnType<typeof useVirtualizer<HTMLDivElement, Element>>;

/**
 * Stays at the end until the reader scrolls up: whatever comes, grows or is measured meanwhile. Moving up while the content does not
 * shrink is the reader; all else is the list.
 */
function useEndPin(virtualizer: List, scroller: { readonly current: HTMLElement | null }) {
  const pinned = useRef(true);
  const [atEnd, setAtEnd] = useState(true);
  const height = virtualizer.getTotalSize();

  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the height is another
  useLayoutEffect(() => {
    if (pinned.current && !virtualizer.isAtEnd(1)) virtualizer.scrollToEnd();
  }, [virtualizer, height]);

  // A smaller window, or a longer message below, takes its room from the end.
  useEffect(() => {
    if (!scroller.current) return;
    const observer = new ResizeObserver(() => pinned.current && virtualizer.scrollToEnd());
    observer.observe(scroller.current);
    return () => observer.disconnect();
  }, [virtualizer, scroller]);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    let last = { top: element.scrollTop, height: element.scrollHeight };
    const onScroll = () => {
      const now = { top: element.scrollTop, height: element.scrollHeight };
      const left = now.height - element.clientHeight - now.top;
      const up = now.top < last.top - 1;
      if (up && left > 1 && now.height >= last.height) pinned.current = false;
      else if (left <= 1 || (!up && left <= nearEnd)) pinned.current = true;
      last = now;
      setAtEnd(left <= nearEnd);
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => element.removeEventListener('scroll', onScroll);
  }, [scroller]);
  return { pinned, atEnd };
}

/** Opens where the reader left, else at the end; and remembers the place when the list goes. */
function useKeptPlace(
  virtualizer: List,
  rows: { readonly current: readonly Row[] },
  memory: TranscriptView['memory'],
  pinned: { current: boolean },
) {
  const opened = useRef(false);
  const filled = rows.current.length > 0;
  useLayoutEffect(() => {
    if (opened.current || !filled) return;
    opened.current = true;
    const { place } = memory;
    const index = place ? rows.current.findIndex((row) => row.key === place.key) : -1;
    if (place && index >= 0) {
      pinned.current = false;
      virtualizer.scrollToIndex(index, { align: 'start' });
      // Once the rows around it are measured, to the pixel.
      requestAnimationFrame(() => requestAnimationFrame(() => virtualizer.scrollBy(place.offset)));
    } else virtualizer.scrollToEnd();
  }, [virtualizer, rows, memory, filled, pinned]);

  useEffect(
    () => () => {
      if (!opened.current) return;
      const offset = virtualizer.scrollOffset ?? 0;
      const first = virtualizer.getVirtualItemForOffset(offset);
      memory.place = virtualizer.isAtEnd(nearEnd) || !first ? null : { key: String(first.key), offset: offset - first.start };
    },
    [virtualizer, memory],
  );
}
