import type { UseFormReturnType } from '@mantine/form';
import type { ErrorCode, WireError } from '@open-ace/contracts/errors';
import { TRPCClientError } from '@trpc/client';
import type { TFunction } from 'i18next';
import type { en } from '#lib/i18n/en/index.ts';
import { i18n } from '#lib/i18n/i18n.ts';
import { currentFormat } from '#lib/use-format.ts';

/** What went wrong with a call, as far as a page can act on it. */
export type Failure =
  | { kind: 'refused'; wire: WireError }
  /** No answer at all, or one that our server did not write. */
  | { kind: 'unreachable' }
  | { kind: 'cancelled' }
  /** Our own fault: not a failed call. */
  | { kind: 'bug' };

function isAbort(error: unknown) {
  return error instanceof Error && error.name === 'AbortError';
}

/** By hand, because errors are read on the first page and a schema would bring its whole library along. */
function isWireError(value: unknown): value is WireError {
  return typeof value === 'object' && value !== null && 'code' in value && 'requestId' in value;
}

export function readFailure(error: unknown): Failure {
  if (isAbort(error)) return { kind: 'cancelled' };
  if (!(error instanceof TRPCClientError)) return { kind: 'bug' };
  if (isAbort(error.cause)) return { kind: 'cancelled' };
  const wire: unknown = error.data?.ace;
  return isWireError(wire) ? { kind: 'refused', wire } : { kind: 'unreachable' };
}

export function hasCode(error: unknown, code: ErrorCode): boolean {
  const failure = readFailure(error);
  return failure.kind === 'refused' && failure.wire.code === code;
}

export function hasReason(error: unknown, reason: string): boolean {
  const failure = readFailure(error);
  return failure.kind === 'refused' && failure.wire.details?.reason === reason;
}

/** What the agent of a machine said against something, in its own words, which are English. */
export function machineWords(error: unknown): string | null {
  const failure = readFailure(error);
  return failure.kind === 'refused' && failure.wire.details?.reason === 'command_failed' ? failure.wire.message : null;
}

/** What an address names is not there, or is no name at all, which the server tells of its id: asking again cannot help. */
export function isGone(error: unknown): boolean {
  const failure = readFailure(error);
  if (failure.kind !== 'refused') return false;
  const { code, details } = failure.wire;
  return code === 'NOT_FOUND' || (code === 'INVALID' && Object.keys(details?.fields ?? {}).some((field) => /Id$/.test(field)));
}

const signInReasons = ['credential_expired', 'credential_revoked', 'account_closed', 'must_change_password'];

/** Whether the call was refused because of who is calling rather than what was asked: whoever is signed in must be asked anew. */
export function concernsSignIn(error: unknown): boolean {
  return hasCode(error, 'UNAUTHENTICATED') || signInReasons.some((reason) => hasReason(error, reason));
}

/** The number to quote to an administrator; only where there is something to look up in the log. */
export function requestIdOf(error: unknown): string | undefined {
  const failure = readFailure(error);
  return failure.kind === 'refused' ? failure.wire.requestId : undefined;
}

type ReasonKey = Extract<keyof typeof en, `error.reason.${string}`>;

function isReasonKey(key: string): key is ReasonKey {
  return i18n.exists(key);
}

function reasonText({ details }: WireError, t: TFunction): string | undefined {
  const key = `error.reason.${details?.reason ?? ''}`;
  if (!isReasonKey(key)) return undefined;
  return t(key, { wait: currentFormat().duration((details?.retryAfterSeconds ?? 0) * 1000) });
}

/** A translated reason wins; then English readers get the server's own words, which say more than the code alone. */
function refusalText(wire: WireError, t: TFunction): string {
  const specific = reasonText(wire, t) ?? (i18n.language === 'en' ? wire.message : undefined);
  return (wire.code === 'INTERNAL' ? undefined : specific) ?? t(`error.code.${wire.code}`);
}

/** What happened and what to do, in the viewer's language. */
export function failureText(error: unknown, t: TFunction): string {
  const failure = readFailure(error);
  switch (failure.kind) {
    case 'refused':
      return isGone(error) && failure.wire.code === 'INVALID' ? t('error.code.NOT_FOUND') : refusalText(failure.wire, t);
    case 'unreachable':
      return t('error.unreachable');
    case 'cancelled':
      return t('error.cancelled');
    case 'bug':
      return t('error.bug');
  }
}

/**
 * Puts the server's messages beside the form's fields; those are English, so other languages say which field and why
 * in general. False when something is left that no field of this form can show, so that the form shows it as a whole.
 */
export function showFieldErrors<Values extends Record<string, unknown>>(
  form: Pick<UseFormReturnType<Values>, 'setErrors' | 'getValues'>,
  error: unknown,
  t: TFunction,
): boolean {
  const failure = readFailure(error);
  if (failure.kind !== 'refused') return false;
  const { details } = failure.wire;
  const values = form.getValues();
  const messages = Object.entries(details?.fields ?? {});
  const shown = messages.filter(([name]) => Object.hasOwn(values, name));
  const inOtherLanguages = reasonText(failure.wire, t) ?? t('form.notAccepted');
  if (shown.length > 0) {
    form.setErrors(Object.fromEntries(shown.map(([name, message]) => [name, i18n.language === 'en' ? message : inOtherLanguages])));
  }
  return messages.length > 0 && shown.length === messages.length;
}
