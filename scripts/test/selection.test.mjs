import { expect, test } from 'vitest';
import { select } from './selection.mjs';

const contents = {
  'apps/server/src/domains/quota/set-quota.test.ts': `test('a readonly user cannot raise a quota')`,
  'e2e/journeys/sign-in.spec.ts': `test('a person signs in')`,
};
const selected = (pattern) => select(pattern, Object.keys(contents), (file) => contents[file]);

test('a pattern that is in a path selects files', () => {
  expect(selected('sign-in')).toEqual({ files: ['e2e/journeys/sign-in.spec.ts'] });
});

test('any other pattern selects tests by their name', () => {
  expect(selected('cannot raise')).toEqual({ files: ['apps/server/src/domains/quota/set-quota.test.ts'], name: 'cannot raise' });
});

test('a pattern that is nowhere selects nothing', () => {
  expect(selected('teapot').files).toEqual([]);
});
