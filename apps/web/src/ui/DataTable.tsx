import { Paper, Skeleton, Table, Text } from '@mantine/core';
import { useElementSize, useMediaQuery } from '@mantine/hooks';
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react';
import { Link, type To, useNavigate } from 'react-router';
import { phone } from '#ui/breakpoints.ts';
import classes from './DataTable.module.css';
import { type Sort, SortHead, SortMenu } from './Sort.tsx';
import bar from './Stale.module.css';

export interface Column<Row, SortField extends string = never> {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Any CSS width; columns without one share what is left. */
  width?: string;
  align?: 'end';
  sort?: SortField;
  /** Below this width of the table itself, in rem, the column steps back: an open drawer narrows the table too. */
  hideBelow?: 40 | 46 | 52 | 64;
  /** Its place in the two-line row of a phone; without one it is not shown there. */
  onPhone?: 'title' | 'end' | 'detail';
  /** What it shows there, if that is shorter; null leaves it out of this row. */
  phoneCell?: (row: Row) => ReactNode;
}

interface DataTableProps<Row, SortField extends string> {
  label: string;
  columns: readonly Column<Row, SortField>[];
  /** Undefined while they load. */
  rows: readonly Row[] | undefined;
  rowKey: (row: Row) => string;
  rowLabel: (row: Row) => string;
  /** Where a row opens; the first column is the link. */
  rowLink?: (row: Row) => To;
  openKey?: string;
  sort?: Sort<SortField>;
  onSort?: (sort: Sort<SortField>) => void;
  /** The rows of an earlier filter are still on show while the new ones load. */
  stale?: boolean;
  /** The viewer chooses the columns: where there are too many of them it scrolls sideways instead of squeezing the flexible one. */
  scrolls?: boolean;
}

const skeletonRows = [0, 1, 2, 3, 4, 5, 6, 7];
const interactive = 'a, button, input, label, select, textarea, [role="menu"]';

/** What a column without a width needs, in rem. */
const flexibleNeeds = 8;

/** How wide a table must be for its columns, in rem; those that step back at its present width need nothing. */
function neededWidth<Row, SortField extends string>(columns: readonly Column<Row, SortField>[], present: number): number {
  const needs = ({ width }: Column<Row, SortField>) => (width?.endsWith('rem') ? Number.parseFloat(width) : flexibleNeeds);
  return columns.filter(({ hideBelow = 0 }) => present > hideBelow).reduce((sum, column) => sum + needs(column), 0);
}

/** Rows are links: a click anywhere on a row follows its link, unless it hit something else or ended a text selection. */
function useRowClick() {
  const navigate = useNavigate();
  return (to: To | undefined) => (event: MouseEvent<HTMLElement>) => {
    const hit = event.target instanceof Element && event.target.closest(interactive);
    if (!to || hit || window.getSelection()?.toString()) return;
    void navigate(to, { preventScrollReset: true });
  };
}

/** Up and down go from row to row; with a row open beside the list, the drawer follows. */
function useRowKeys(follow: boolean) {
  const navigate = useNavigate();
  return (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>('a[data-row-link]')];
    const here = links.findIndex((link) => link.matches(':focus'));
    const next = links[here + (event.key === 'ArrowDown' ? 1 : -1)];
    if (here < 0 || !next) return;
    event.preventDefault();
    next.focus();
    if (follow) void navigate(next.pathname + next.search, { replace: true, preventScrollReset: true });
  };
}

/** A list in a frame: a table with a head that stays in sight, and rows of two lines on a phone. */
export function DataTable<Row, SortField extends string = never>(props: DataTableProps<Row, SortField>) {
  const isPhone = useMediaQuery(phone, undefined, { getInitialValueInEffect: false });
  const { ref, width } = useElementSize<HTMLDivElement>();
  const onKeyDown = useRowKeys(props.openKey !== undefined);
  const present = width / Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const needed = props.scrolls && present > 0 ? neededWidth(props.columns, present) : 0;
  const isTooNarrow = !isPhone && needed > present;
  return (
    <Paper
      ref={ref}
      className={`${classes.frame} ${bar.stale}`}
      onKeyDown={onKeyDown}
      data-stale={props.stale || undefined}
      data-scrolls={isTooNarrow || undefined}
      aria-busy={props.stale || !props.rows}
    >
      {isPhone ? <PhoneRows {...props} /> : <WideTable {...props} {...(isTooNarrow && { leastWidth: needed })} />}
    </Paper>
  );
}

function RowLink<Row>({ row, rowLink, children }: { row: Row; rowLink: ((row: Row) => To) | undefined; children: ReactNode }) {
  if (!rowLink) return children;
  return (
    <Link to={rowLink(row)} preventScrollReset data-row-link className={classes.link}>
      {children}
    </Link>
  );
}

function WideTable<Row, SortField extends string>(props: DataTableProps<Row, SortField> & { leastWidth?: number }) {
  const { label, columns, rows, rowKey, rowLink, openKey, sort, onSort, leastWidth } = props;
  const onRowClick = useRowClick();
  return (
    <Table
      stickyHeader={leastWidth === undefined}
      stickyHeaderOffset="var(--ace-header-height)"
      layout="fixed"
      miw={leastWidth && `${leastWidth}rem`}
      aria-label={label}
      className={classes.table}
    >
      <Table.Thead className={classes.head}>
        <Table.Tr>
          {columns.map((column) => (
            <SortHead
              key={column.key}
              label={column.header}
              field={column.sort}
              sort={sort}
              onSort={onSort}
              w={column.width}
              ta={column.align}
              data-hide-below={column.hideBelow}
            />
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows?.map((row) => {
          const key = rowKey(row);
          return (
            <Table.Tr
              key={key}
              data-selected={key === openKey || undefined}
              aria-current={key === openKey || undefined}
              data-opens={rowLink ? true : undefined}
              onClick={onRowClick(rowLink?.(row))}
            >
              {columns.map((column, index) => (
                <Table.Td key={column.key} ta={column.align} data-hide-below={column.hideBelow}>
                  {index === 0 ? (
                    <RowLink row={row} rowLink={rowLink}>
                      {column.cell(row)}
                    </RowLink>
                  ) : (
                    column.cell(row)
                  )}
                </Table.Td>
              ))}
            </Table.Tr>
          );
        }) ?? <SkeletonRows columns={columns} />}
      </Table.Tbody>
    </Table>
  );
}

/** Bars of uneven length, the same on every render. */
const skeletonWidth = (row: number, column: number) => `${55 + ((row * 17 + column * 29) % 40)}%`;

function SkeletonRows<Row, SortField extends string>({ columns }: { columns: readonly Column<Row, SortField>[] }) {
  return skeletonRows.map((row) => (
    <Table.Tr key={row}>
      {columns.map((column, index) => (
        <Table.Td key={column.key} data-hide-below={column.hideBelow}>
          <Skeleton h={10} w={skeletonWidth(row, index)} ml={column.align === 'end' ? 'auto' : undefined} />
        </Table.Td>
      ))}
    </Table.Tr>
  ));
}

function PhoneRows<Row, SortField extends string>(props: DataTableProps<Row, SortField>) {
  const { label, columns, rows, rowKey, rowLabel, rowLink, sort, onSort } = props;
  const onRowClick = useRowClick();
  const at = (place: Column<Row>['onPhone']) => columns.filter((column) => column.onPhone === place);
  const sortable = columns.flatMap((column) => (column.sort ? [{ field: column.sort, label: column.header }] : []));
  return (
    <>
      {sort && onSort && sortable.length > 1 && <SortMenu choices={sortable} sort={sort} onSort={onSort} />}
      <ul className={classes.list} aria-label={label}>
        {rows?.map((row) => (
          <li key={rowKey(row)} className={classes.item} data-opens={rowLink ? true : undefined}>
            {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: widens the link inside for the finger; keys use the link */}
            <div className={classes.itemBody} onClick={onRowClick(rowLink?.(row))}>
              <div className={classes.line}>
                <div className={classes.lineStart}>
                  <RowLink row={row} rowLink={rowLink}>
                    {at('title').map((column) => (
                      <span key={column.key}>{phoneCell(column, row)}</span>
                    ))}
                    {at('title').length === 0 && rowLabel(row)}
                  </RowLink>
                </div>
                <div className={classes.lineEnd}>
                  {at('end').map((column) => (
                    <span key={column.key}>{phoneCell(column, row)}</span>
                  ))}
                </div>
              </div>
              <div className={classes.details}>
                {at('detail').map((column) => (
                  <PhoneDetail key={column.key} header={column.header} value={phoneCell(column, row)} />
                ))}
              </div>
            </div>
          </li>
        )) ?? <PhoneSkeleton />}
      </ul>
    </>
  );
}

function phoneCell<Row, SortField extends string>({ phoneCell: shorter, cell }: Column<Row, SortField>, row: Row): ReactNode {
  return (shorter ?? cell)(row);
}

function PhoneDetail({ header, value }: { header: string; value: ReactNode }) {
  if (value === null) return null;
  return (
    <Text component="span" inherit truncate className={classes.detail}>
      <span className="visuallyHidden">{header}: </span>
      {value}
    </Text>
  );
}

function PhoneSkeleton() {
  return skeletonRows.map((row) => (
    <li key={row} className={classes.item}>
      <div className={classes.itemBody}>
        <Skeleton h={10} my={5} w={skeletonWidth(row, 0)} />
        <Skeleton h={8} my={4} w={skeletonWidth(row, 1)} />
      </div>
    </li>
  ));
}
