import { expect, test } from 'vitest';
import { readChanges } from './changes.ts';

const text = (value: string) => ({ kind: 'text', text: value });
const absent = { kind: 'absent' };

test('an update is one line a field', () => {
  expect(readChanges('{"role":"user","email":null}', '{"role":"manager","email":"a@b.example"}')).toEqual([
    { field: 'role', before: text('user'), after: text('manager') },
    { field: 'email', before: { kind: 'empty' }, after: text('a@b.example') },
  ]);
});

test('a creation has nothing before, a deletion nothing after', () => {
  expect(readChanges(null, '{"name":"x"}')).toEqual([{ field: 'name', before: absent, after: text('x') }]);
  expect(readChanges('{"name":"x"}', null)).toEqual([{ field: 'name', before: text('x'), after: absent }]);
});

test('lists, flags and secrets are told apart from text', () => {
  const [grants, flag, secret] = readChanges(
    '{"grants":[],"mustChangePassword":false,"passwordHash":"[secret]"}',
    '{"grants":["view_users","edit_user"],"mustChangePassword":true,"passwordHash":"[secret]"}',
  );
  expect(grants).toEqual({ field: 'grants', before: { kind: 'empty' }, after: text('view_users, edit_user') });
  expect(flag).toEqual({ field: 'mustChangePassword', before: { kind: 'flag', on: false }, after: { kind: 'flag', on: true } });
  expect(secret).toEqual({ field: 'passwordHash', before: { kind: 'secret' }, after: { kind: 'secret' } });
});

test('nested records become dotted names', () => {
  expect(readChanges('{"limits":{"day":{"tokens":10}}}', '{"limits":{"day":{"tokens":20}}}')).toEqual([
    { field: 'limits.day.tokens', before: text('10'), after: text('20') },
  ]);
});

test('text that is not JSON is shown as it is', () => {
  expect(readChanges('not json', '[1,2]')).toEqual([{ field: '', before: text('not json'), after: text('1, 2') }]);
});
