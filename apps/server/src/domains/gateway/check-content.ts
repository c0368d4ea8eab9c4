import type { Caller } from './authenticate.ts';
import type { CallRequest } from './protocol.ts';

/** Looks at a request before it is reserved for and forwarded; throws a Refusal where it must not leave. */
export type CheckContent = (caller: Caller, request: CallRequest) => Promise<void>;
