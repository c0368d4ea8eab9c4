import { expect, test } from 'vitest';
import { loginPath, safeNextPath } from './next-path.ts';

const origin = 'https://ace.example.com';
const safe = (wish: string | null) => safeNextPath(wish, origin);

test('a path of this origin is kept with its query and fragment', () => {
  expect(safe('/manage/users?role=manager#top')).toBe('/manage/users?role=manager#top');
});

test.each([
  null,
  '',
  'manage/users',
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/.//evil.example',
  '/..//evil.example',
  '/%2e//evil.example',
  '\\\\evil.example',
  'javascript:alert(1)',
  '/login?next=/login',
  '/setup?token=x',
])('%j leads to the start page', (wish) => {
  expect(safe(wish)).toBe('/');
});

test('the sign-in page remembers the way back, and the way back survives the round trip', () => {
  const path = loginPath({ pathname: '/manage/users', search: '?role=manager&search=a%26b' });
  const next = new URL(path, origin).searchParams.get('next');
  expect(safe(next)).toBe('/manage/users?role=manager&search=a%26b');
});

test('the start page needs no way back', () => {
  expect(loginPath({ pathname: '/', search: '' })).toBe('/login');
});
