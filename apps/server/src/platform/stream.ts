import { isTrackedEnvelope, tracked } from '@trpc/server';
import { z } from 'zod';

const items = new WeakMap<z.ZodType, z.ZodType>();

/** The schema of what a stream yields; undefined for an output that is no stream. */
export const streamItem = (output: z.ZodType) => items.get(output);

/**
 * The output schema of a subscription whose values are tracked by id, so that a client that reconnects goes on after the last one it
 * saw. Every value is parsed like any other output: what the schema does not name does not leave.
 */
export function trackedStream<Item extends z.ZodType>(item: Item) {
  type Value = z.infer<Item>;
  const stream = z
    .custom<AsyncIterable<ReturnType<typeof tracked<Value>>>>(
      (value) => typeof value === 'object' && value !== null && Symbol.asyncIterator in value,
    )
    .transform((source) => checked(source, item));
  items.set(stream, item);
  return stream;
}

async function* checked<Item extends z.ZodType>(source: AsyncIterable<unknown>, item: Item) {
  for await (const value of source) {
    if (!isTrackedEnvelope<z.infer<Item>>(value)) throw new Error('A tracked stream yields tracked values only.');
    yield tracked(value[0], item.parse(value[1]));
  }
}
