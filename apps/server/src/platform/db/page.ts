interface PageRequest {
  limit: number;
  cursor?: string | null | undefined;
}

/** Prisma's arguments for one row more than asked for, after the row that the cursor names. */
export const pageArgs = ({ limit, cursor }: PageRequest) => ({ take: limit + 1, ...(cursor && { cursor: { id: cursor }, skip: 1 }) });

/** The page that `pageArgs` fetched; the row too many tells that there is another page. */
export function pageOf<Row extends { id: string }, Item>(rows: Row[], { limit }: PageRequest, toItem: (row: Row) => Item) {
  const items = rows.slice(0, limit);
  return { items: items.map(toItem), nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
