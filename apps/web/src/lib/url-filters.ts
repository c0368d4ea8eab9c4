import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { z } from 'zod';

type TextFilters = z.ZodObject<Record<string, z.ZodType<string | undefined>>>;

/**
 * The filters of a list, kept in the URL so that a view can be sent to a colleague. Each field is text and has a
 * `.catch()`: a mistyped or outdated URL shows the list unfiltered instead of failing. Defaults stay out of the URL.
 */
export function useUrlFilters<Schema extends TextFilters>(schema: Schema) {
  const [params, setParams] = useSearchParams();
  const defaults = useMemo(() => schema.parse({}), [schema]);
  const filters = useMemo(() => schema.parse(Object.fromEntries(params)), [schema, params]);

  const change = useCallback(
    (changes: Partial<z.output<Schema>>) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes)) {
            if (typeof value === 'string' && value !== '' && value !== Reflect.get(defaults, name)) after.set(name, value);
            else after.delete(name);
          }
          return after;
        },
        { replace: true, preventScrollReset: true },
      ),
    [setParams, defaults],
  );

  const clear = useCallback(() => setParams({}, { replace: true, preventScrollReset: true }), [setParams]);
  return { filters, change, clear };
}

/** `-createdAt` is createdAt from the newest. */
export function readSort<Field extends string>(sort: string, fields: readonly Field[], otherwise: Field) {
  const descending = sort.startsWith('-');
  const name = descending ? sort.slice(1) : sort;
  const field = fields.find((each) => each === name);
  return field ? { field, descending } : { field: otherwise, descending: false };
}
