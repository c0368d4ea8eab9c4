import { Prisma } from '@open-ace/prisma/sqlite';
import type { Database } from './client.ts';

/** `json` and `date` are for reading. */
type ColumnType = 'text' | 'bigint' | 'integer' | 'boolean' | 'json' | 'date';

/** Column names with their types, for many rows handed over as one JSON array. Names come from code, never from input. */
export type Columns = Record<string, ColumnType>;

const quoted = (name: string) => `"${name}"`;

/** Text of statements is made once for each table of columns: on the hot path it would cost more than the statement. */
const texts = new WeakMap<Columns, Map<string, string>>();

function textOf(columns: Columns, kind: string, make: () => string): string {
  const known = texts.get(columns) ?? new Map<string, string>();
  texts.set(columns, known);
  const text = known.get(kind) ?? make();
  known.set(kind, text);
  return text;
}

/** `"a", "b"` */
export const columnList = (columns: Columns) => Prisma.raw(textOf(columns, 'list', () => Object.keys(columns).map(quoted).join(', ')));

/**
 * A SELECT of every column from a JSON array of objects: one statement for thousands of rows, where a statement a row would take
 * thirty times as long. With `WHERE true`, since SQLite could not tell ON CONFLICT from a join's ON otherwise.
 */
export function selectRows(database: Pick<Database, 'provider'>, columns: Columns, rows: object[]): Prisma.Sql {
  const json = JSON.stringify(rows);
  if (database.provider === 'postgresql') {
    const types = Object.entries(columns).map(([name, type]) => `${quoted(name)} ${type}`);
    const definition = textOf(columns, 'definition', () => types.join(', '));
    return Prisma.sql`SELECT ${columnList(columns)} FROM jsonb_to_recordset(${json}::jsonb) AS input(${Prisma.raw(definition)}) WHERE true`;
  }
  const fields = textOf(columns, 'fields', () =>
    Object.keys(columns)
      .map((name) => `json_extract(value, '$.${quoted(name)}') AS ${quoted(name)}`)
      .join(', '),
  );
  return Prisma.sql`SELECT ${Prisma.raw(fields)} FROM json_each(${json}) WHERE true`;
}

/** `"a" = 1, "b" = 2`, for SET. Names come from code, never from input. */
export const setColumns = (change: object): Prisma.Sql =>
  Prisma.join(Object.entries(change).map(([name, value]) => Prisma.sql`${Prisma.raw(quoted(name))} = ${value}`));

/** `(SELECT …)` over a list of texts, for IN: one parameter, however long the list. */
export function textList(provider: Database['provider'], values: string[]): Prisma.Sql {
  const json = JSON.stringify(values);
  return provider === 'postgresql'
    ? Prisma.sql`(SELECT jsonb_array_elements_text(${json}::jsonb))`
    : Prisma.sql`(SELECT value FROM json_each(${json}))`;
}

/** Drivers give integers as numbers, big integers or texts, and SQLite has neither booleans nor dates nor JSON. */
const readers: Record<ColumnType, (value: unknown) => unknown> = {
  text: (value) => value,
  bigint: Number,
  integer: Number,
  boolean: (value) => Boolean(Number(value)),
  json: (value) => (typeof value === 'string' ? JSON.parse(value) : value),
  date: (value) => new Date(value as string | number | Date),
};

/** A row of a statement of our own, with its values as Prisma gives them; but big integers, which are below 2^53, as numbers. */
export function readRow(columns: Columns, row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(columns).map(([name, type]) => [name, row[name] === null ? null : readers[type](row[name])]));
}
