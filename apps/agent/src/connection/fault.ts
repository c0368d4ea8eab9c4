import { WireError } from '@open-ace/contracts/errors';
import { TRPCClientError } from '@trpc/client';

/** What went wrong with a call, for whoever decides what to do about it. */
export interface Fault {
  /**
   * `passing`: no answer, or one that may be another the next time. `credential`: the server does not know, or no longer wants,
   * whoever calls. `instance`: another agent holds this machine, or a hello is due. `answer`: a refusal that repeating does not change.
   */
  readonly kind: 'passing' | 'credential' | 'instance' | 'answer';
  readonly code: string;
  readonly reason: string;
  readonly message: string;
  /** How long the server asks to wait; 0 where it does not say. */
  readonly retryAfterMs: number;
}

const credentialReasons = new Set([
  'invalid_credential',
  'credential_revoked',
  'credential_expired',
  'account_closed',
  'registration_used',
  'not_signed_in',
]);

function kindOf({ code, details }: WireError): Fault['kind'] {
  if (details?.reason === 'instance_conflict') return 'instance';
  if (code === 'UNAUTHENTICATED' || credentialReasons.has(details?.reason ?? '')) return 'credential';
  return code === 'INTERNAL' || code === 'LIMIT_REACHED' ? 'passing' : 'answer';
}

export function faultOf(error: unknown): Fault {
  const wire = error instanceof TRPCClientError ? WireError.safeParse(error.data?.ace).data : undefined;
  if (!wire) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: 'passing', code: 'UNREACHABLE', reason: '', message, retryAfterMs: 0 };
  }
  return {
    kind: kindOf(wire),
    code: wire.code,
    reason: wire.details?.reason ?? '',
    message: wire.message,
    retryAfterMs: (wire.details?.retryAfterSeconds ?? 0) * 1000,
  };
}
