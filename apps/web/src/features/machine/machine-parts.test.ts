import { expect, test } from 'vitest';
import { partOf, partsFor } from './machine-parts.ts';

test('who does not manage a machine has no tab that the server would refuse', () => {
  expect(partsFor({ mayManage: false })).toEqual(['overview', 'tools', 'defaults', 'sessions']);
  expect(partsFor({ mayManage: true })).toContain('credential');
});

test('an address that names no part, or one that is not for the viewer, shows the overview', () => {
  expect(partOf({ mayManage: true }, 'log')).toBe('log');
  expect(partOf({ mayManage: false }, 'log')).toBe('overview');
  expect(partOf({ mayManage: true }, undefined)).toBe('overview');
  expect(partOf({ mayManage: true }, 'nonsense')).toBe('overview');
});
