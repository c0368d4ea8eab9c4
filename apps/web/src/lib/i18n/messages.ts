import type { en } from './en/index.ts';

/** A part of the English messages in another language. One without a singular of its own leaves out the `_one` forms. */
export type MessagesOf<Part> = { [Key in keyof Part as Key extends `${string}_one` ? never : Key]: string };

export type Messages = MessagesOf<typeof en>;

/** Messages that are complete as they stand: titles and names, with nothing to fill in. */
export type PlainKey = { [Key in keyof typeof en]: (typeof en)[Key] extends `${string}{{${string}` ? never : Key }[keyof typeof en];
