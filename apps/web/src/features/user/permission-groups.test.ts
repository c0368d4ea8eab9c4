import { Permission } from '@open-ace/contracts/permissions';
import { expect, test } from 'vitest';
import { permissionGroups } from './permission-groups.ts';

test('every permission is offered exactly once', () => {
  const offered = permissionGroups.flatMap(({ permissions }) => permissions);
  expect(offered.toSorted()).toEqual(Permission.options.toSorted());
});
