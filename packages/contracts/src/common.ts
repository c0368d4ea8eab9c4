import { z } from 'zod';

/** A UUIDv7 in text form. */
export const Id = z.uuid();
export type Id = z.infer<typeof Id>;

/** A moment as ISO-8601 in UTC, `2026-11-22T16:30:00.000Z`: the one form of time on the wire. */
export const Instant = z.iso.datetime();
export type Instant = z.infer<typeof Instant>;

/** A count that may pass 2^31; beyond 2^53 the server answers an error instead of a wrong number. */
export const Count = z.number().int().nonnegative();
export type Count = z.infer<typeof Count>;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this refuses
const controlCharacters = /[\u0000-\u001f\u007f]/;

/** One line of text that a person typed: trimmed, never empty, without control characters. */
export const Line = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((text) => !controlCharacters.test(text), { message: 'Control characters are not allowed.' });

/** A page of a list: `limit` rows after the row that `cursor` names, the `nextCursor` of the page before. */
export const PageInput = z.object({
  limit: z.number().int().min(1).max(200).default(50),
  cursor: Id.nullish(),
});
export type PageInput = z.infer<typeof PageInput>;

/** `nextCursor` is null on the last page. */
export const page = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item), nextCursor: Id.nullable() });

/** That something changed: who shows it asks for it again. At most a few a second. */
export const Changed = z.object({ at: Instant });
export type Changed = z.infer<typeof Changed>;

export const Empty = z.object({}).strict();
export const Done = z.object({ done: z.literal(true) });
export type Done = z.infer<typeof Done>;
