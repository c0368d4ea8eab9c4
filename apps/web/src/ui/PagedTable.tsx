import { Paper } from '@mantine/core';
import type { ReactNode } from 'react';
import { DataTable } from './DataTable.tsx';
import { ErrorState } from './ErrorState.tsx';
import { ListFooter } from './ListFooter.tsx';
import { NoMatch } from './NoMatch.tsx';

type TableProps<Row, SortField extends string> = Parameters<typeof DataTable<Row, SortField>>[0];

/** What `useInfiniteQuery` over a keyset-paged procedure returns. */
interface PagedQuery<Row> {
  data: { pages: readonly { items: readonly Row[] }[] } | undefined;
  error: unknown;
  isPlaceholderData: boolean;
  isFetchNextPageError: boolean;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => Promise<unknown>;
  refetch: () => Promise<unknown>;
}

interface PagedTableProps<Row, SortField extends string> extends Omit<TableProps<Row, SortField>, 'rows' | 'stale'> {
  query: PagedQuery<Row>;
  /** "The users could not be loaded". */
  errorTitle: string;
  /** The filter bar; not shown while there is nothing to filter. */
  filters: ReactNode;
  filtered: boolean;
  onClearFilters: () => void;
  /** What this is and how to get a first row, when there is none at all. */
  empty: ReactNode;
  /** "50 users", said under the table; `complete` is false while there are more to load. */
  summary: (count: number, complete: boolean) => string;
}

/** A server-paged list in all its states: loading, failed, empty, filtered away, and rows with the way to more of them. */
export function PagedTable<Row, SortField extends string = never>(props: PagedTableProps<Row, SortField>) {
  const { query, errorTitle, filters, filtered, onClearFilters, empty, summary, ...table } = props;
  const rows = query.data?.pages.flatMap((page) => page.items);
  const none = rows?.length === 0 && !query.isPlaceholderData;
  if (none && !filtered) return empty;
  if (none) {
    return (
      <>
        {filters}
        <NoMatch onClear={onClearFilters} />
      </>
    );
  }
  if (!rows && query.error) {
    return (
      <>
        {filters}
        <Paper>
          <ErrorState title={errorTitle} error={query.error} onRetry={() => void query.refetch()} />
        </Paper>
      </>
    );
  }
  return (
    <>
      {filters}
      <DataTable {...table} rows={rows} stale={query.isPlaceholderData} />
      <ListFooter
        summary={rows ? summary(rows.length, !query.hasNextPage) : ''}
        hasMore={query.hasNextPage}
        loadingMore={query.isFetchingNextPage}
        error={query.isFetchNextPageError ? query.error : null}
        onMore={() => void query.fetchNextPage()}
      />
    </>
  );
}
