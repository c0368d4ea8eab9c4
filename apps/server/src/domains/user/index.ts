import type {} from './events.ts';

export { auditedUser } from './audited-user.ts';
export { keyOf, type UserRow, users } from './repository.ts';
export { deleteUser, displayNames, requireFree, restoreUser, updateUser } from './service.ts';
