import type { UsageEvent, UsageEventPage } from '@open-ace/contracts/usage';
import type { InfiniteData } from '@tanstack/react-query';

type Pages = InfiniteData<UsageEventPage, unknown>;

const rowsOf = (data: Pages) => data.pages.flatMap(({ items }) => items);

export const holdsRow = (data: Pages | undefined, id: string) => data !== undefined && rowsOf(data).some((event) => event.id === id);

/** What the list shows as running and what runs no more: those have to be asked for one by one. */
export function endedRows(data: Pages, running: readonly UsageEvent[]): string[] {
  const ids = new Set(running.map(({ id }) => id));
  return rowsOf(data)
    .filter(({ id, status }) => status === 'open' && !ids.has(id))
    .map(({ id }) => id);
}

/** The list with these rows as they are now, each in its place; none is added or taken away. */
export function withRows(data: Pages, fresh: readonly UsageEvent[]): Pages {
  const byId = new Map(fresh.map((event) => [event.id, event]));
  if (!rowsOf(data).some(({ id }) => byId.has(id))) return data;
  return { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map((event) => byId.get(event.id) ?? event) })) };
}
