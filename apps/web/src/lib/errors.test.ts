import type { WireError } from '@open-ace/contracts/errors';
import { TRPCClientError } from '@trpc/client';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { concernsSignIn, failureText, hasReason, isGone, machineWords, readFailure, requestIdOf, showFieldErrors } from './errors.ts';
import { en } from './i18n/en/index.ts';
import { i18n } from './i18n/i18n.ts';
import { zhCn } from './i18n/zh-CN/index.ts';

function refused(wire: Partial<WireError>): TRPCClientError<never> {
  const ace: WireError = { code: 'CONFLICT', message: 'Words of the server.', requestId: 'req-1', ...wire };
  return TRPCClientError.from({ error: { code: -32000, message: ace.message, data: { ace } } } as never);
}

const unreachable = TRPCClientError.from(new TypeError('Failed to fetch'));
const aborted = TRPCClientError.from(new DOMException('aborted', 'AbortError') as Error);

beforeAll(async () => {
  vi.stubGlobal('navigator', { languages: ['en-GB', 'zh-CN'] });
  await i18n.init({
    resources: { en: { translation: en }, 'zh-CN': { translation: zhCn } },
    lng: 'en',
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
  });
});

beforeEach(async () => {
  await i18n.changeLanguage('en');
});

describe('a failure', () => {
  test('is what the server refused, with its number', () => {
    expect(readFailure(refused({}))).toMatchObject({ kind: 'refused', wire: { code: 'CONFLICT' } });
    expect(requestIdOf(refused({ requestId: 'req-7' }))).toBe('req-7');
  });

  test('is an unreachable server when the answer is none of ours', () => {
    expect(readFailure(unreachable)).toEqual({ kind: 'unreachable' });
    expect(requestIdOf(unreachable)).toBeUndefined();
  });

  test('is nothing to report when we ended the call ourselves', () => {
    expect(readFailure(aborted)).toEqual({ kind: 'cancelled' });
  });

  test('is our own fault when it is no call at all', () => {
    expect(readFailure(new RangeError('x'))).toEqual({ kind: 'bug' });
    expect(readFailure('x')).toEqual({ kind: 'bug' });
  });
});

test('what the agent of a machine says is told from what is said about the machine', () => {
  const said = '/nope does not exist on this machine.';
  expect(machineWords(refused({ code: 'PRECONDITION', message: said, details: { reason: 'command_failed' } }))).toBe(said);
  expect(machineWords(refused({ code: 'PRECONDITION', details: { reason: 'machine_silent' } }))).toBeNull();
  expect(machineWords(unreachable)).toBeNull();
});

describe('its words', () => {
  test('say that a thing does not exist where its id is none, and not what a validator says', () => {
    const nonsense = refused({
      code: 'INVALID',
      message: 'userId: Invalid UUID',
      details: { reason: 'invalid_input', fields: { userId: 'Invalid UUID' } },
    });
    expect(isGone(nonsense)).toBe(true);
    expect(failureText(nonsense, i18n.t)).toBe('This does not exist, or is not yours to see.');
    expect(isGone(refused({ code: 'INVALID', details: { fields: { name: 'Too long' } } }))).toBe(false);
    expect(isGone(unreachable)).toBe(false);
  });

  test('are those of the reason, in the language of the page', async () => {
    const error = refused({ code: 'LIMIT_REACHED', details: { reason: 'locked_out', retryAfterSeconds: 720 } });
    expect(failureText(error, i18n.t)).toBe('Too many failed sign-ins. Try again in 12\u00a0min.');
    await i18n.changeLanguage('zh-CN');
    expect(failureText(error, i18n.t)).toBe('登录失败次数过多，请在 12分钟后重试。');
  });

  test('are the server’s in English where the reason is not known, and those of the code elsewhere', async () => {
    const error = refused({ details: { reason: 'made_up_later' } });
    expect(failureText(error, i18n.t)).toBe('Words of the server.');
    await i18n.changeLanguage('zh-CN');
    expect(failureText(error, i18n.t)).toBe(zhCn['error.code.CONFLICT']);
  });

  test('never repeat what an internal error says', () => {
    expect(failureText(refused({ code: 'INTERNAL', message: 'SELECT * FROM' }), i18n.t)).toBe(en['error.code.INTERNAL']);
  });

  test('name the server when it is gone', () => {
    expect(failureText(unreachable, i18n.t)).toBe(en['error.unreachable']);
  });
});

test('a call is about the sign-in when the sign-in ended, expired or is narrowed', () => {
  expect(concernsSignIn(refused({ code: 'UNAUTHENTICATED' }))).toBe(true);
  expect(concernsSignIn(refused({ code: 'FORBIDDEN', details: { reason: 'credential_expired' } }))).toBe(true);
  expect(concernsSignIn(refused({ code: 'FORBIDDEN', details: { reason: 'missing_permission' } }))).toBe(false);
  expect(concernsSignIn(unreachable)).toBe(false);
  expect(hasReason(refused({ details: { reason: 'last_admin' } }), 'last_admin')).toBe(true);
});

describe('messages beside fields', () => {
  const form = () => ({ setErrors: vi.fn(), getValues: () => ({ username: 'x', email: '' }) });

  test('go to the fields of the form', () => {
    const shown = form();
    const error = refused({ details: { reason: 'username_taken', fields: { username: 'This name is taken.' } } });
    expect(showFieldErrors(shown, error, i18n.t)).toBe(true);
    expect(shown.setErrors).toHaveBeenCalledWith({ username: 'This name is taken.' });
  });

  test('are translated by their reason, or say in general that the value is not accepted', async () => {
    await i18n.changeLanguage('zh-CN');
    const known = form();
    showFieldErrors(known, refused({ details: { reason: 'username_taken', fields: { username: 'Taken.' } } }), i18n.t);
    expect(known.setErrors).toHaveBeenCalledWith({ username: zhCn['error.reason.username_taken'] });
    const unknown = form();
    showFieldErrors(unknown, refused({ details: { reason: 'invalid_input', fields: { email: 'Too long.' } } }), i18n.t);
    expect(unknown.setErrors).toHaveBeenCalledWith({ email: zhCn['form.notAccepted'] });
  });

  test('leave the form to show the rest when there is no such field', () => {
    const shown = form();
    const error = refused({ details: { fields: { username: 'Taken.', elsewhere: 'Wrong.' } } });
    expect(showFieldErrors(shown, error, i18n.t)).toBe(false);
    expect(shown.setErrors).toHaveBeenCalledWith({ username: 'Taken.' });
    expect(showFieldErrors(form(), refused({}), i18n.t)).toBe(false);
    expect(showFieldErrors(form(), unreachable, i18n.t)).toBe(false);
  });
});
