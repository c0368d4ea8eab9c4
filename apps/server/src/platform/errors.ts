import type { ErrorCode, ErrorDetails, WireError } from '@open-ace/contracts/errors';
import type { TRPC_ERROR_CODE_KEY } from '@trpc/server/unstable-core-do-not-import';

/** The one error that verbs throw. Its message is for the person who called, so it says what to do and holds no secret. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails | undefined;

  constructor(code: ErrorCode, message: string, details?: ErrorDetails) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

export const notFound = (what: string) => new AppError('NOT_FOUND', `This ${what} does not exist, or is not yours to see.`);

/** One table for both mappings: HTTP doors and tRPC. */
export const errorTable: Record<ErrorCode, { status: number; trpc: TRPC_ERROR_CODE_KEY }> = {
  UNAUTHENTICATED: { status: 401, trpc: 'UNAUTHORIZED' },
  FORBIDDEN: { status: 403, trpc: 'FORBIDDEN' },
  NOT_FOUND: { status: 404, trpc: 'NOT_FOUND' },
  CONFLICT: { status: 409, trpc: 'CONFLICT' },
  INVALID: { status: 400, trpc: 'BAD_REQUEST' },
  LIMIT_REACHED: { status: 429, trpc: 'TOO_MANY_REQUESTS' },
  PRECONDITION: { status: 412, trpc: 'PRECONDITION_FAILED' },
  INTERNAL: { status: 500, trpc: 'INTERNAL_SERVER_ERROR' },
};

/** What leaves the server for any thrown thing: our own errors as they are, all else as "Internal error" and the request's id. */
export function wireError(error: unknown, requestId: string): WireError {
  if (error instanceof AppError) {
    const { code, message, details } = error;
    return { code, message, requestId, ...(details && { details }) };
  }
  return { code: 'INTERNAL', message: `Internal error. Quote request ${requestId} to your administrator.`, requestId };
}
