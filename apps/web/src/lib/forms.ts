import type { z } from 'zod';

/** A Mantine form rule from a contract's schema, with words of our own: the schema's are English and for programmers. */
export function obeys(schema: z.ZodType, message: string) {
  return (value: unknown) => (schema.safeParse(value).success ? null : message);
}

/** As `obeys`, for a field that may be left empty. */
export function emptyOr(schema: z.ZodType, message: string) {
  const rule = obeys(schema, message);
  return (value: string) => (value.trim() === '' ? null : rule(value.trim()));
}

export function filled(message: string) {
  return (value: string) => (value.trim() === '' ? message : null);
}

export interface DirtyForm {
  isDirty: (path: string) => boolean;
  getValues: () => Record<string, unknown>;
}

/** How many of a form's fields differ from what was loaded. */
export function countDirty(form: DirtyForm): number {
  return Object.keys(form.getValues()).filter((name) => form.isDirty(name)).length;
}

/** What was saved is what the form starts from now. */
export function startFrom<Values>(
  form: { setInitialValues: (values: Values) => void; setValues: (values: Values) => void },
  values: Values,
): void {
  form.setInitialValues(values);
  form.setValues(values);
}
