import { z } from 'zod';

/** Every error that leaves the server carries one of these. */
export const ErrorCode = z.enum([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'INVALID',
  'LIMIT_REACHED',
  'PRECONDITION',
  'INTERNAL',
]);
export type ErrorCode = z.infer<typeof ErrorCode>;

/**
 * What a client may act on. `reason` is a stable key that the web translates; `fields` are messages beside form fields;
 * `retryAfterSeconds` comes with `LIMIT_REACHED`.
 */
export const ErrorDetails = z.object({
  reason: z.string().optional(),
  fields: z.record(z.string(), z.string()).optional(),
  retryAfterSeconds: z.number().optional(),
});
export type ErrorDetails = z.infer<typeof ErrorDetails>;

/** The `data.ace` of a tRPC error and the body of an HTTP one. */
export const WireError = z.object({
  code: ErrorCode,
  message: z.string(),
  requestId: z.string(),
  details: ErrorDetails.optional(),
});
export type WireError = z.infer<typeof WireError>;
