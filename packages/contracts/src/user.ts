import { z } from 'zod';
import { NewPassword, Username } from './auth.ts';
import { Id, Instant, Line, PageInput, page } from './common.ts';
import { Permission, Role } from './permissions.ts';

export const UserStatus = z.enum(['active', 'deleted']);
export type UserStatus = z.infer<typeof UserStatus>;

export const User = z.object({
  id: Id,
  username: z.string(),
  displayName: z.string(),
  email: z.string().nullable(),
  role: Role,
  grants: z.array(Permission),
  status: UserStatus,
  platformAdmin: z.boolean(),
  mustChangePassword: z.boolean(),
  createdAt: Instant,
  lastSignInAt: Instant.nullable(),
});
export type User = z.infer<typeof User>;

export const UserSort = z.enum(['username', 'createdAt', 'lastSignInAt']);
export type UserSort = z.infer<typeof UserSort>;

export const ListUsers = PageInput.extend({
  search: z.string().trim().max(200).optional(),
  role: Role.optional(),
  status: UserStatus.default('active'),
  sort: UserSort.default('username'),
  descending: z.boolean().default(false),
});
export type ListUsers = z.infer<typeof ListUsers>;
export const UserPage = page(User);
export type UserPage = z.infer<typeof UserPage>;

export const GetUser = z.object({ userId: Id });
export type GetUser = z.infer<typeof GetUser>;

export const CreateUser = z.object({
  username: Username,
  displayName: Line(120).optional(),
  email: z.email().max(254).nullish(),
  role: Role.default('user'),
  /** Left out: the server makes a temporary one and returns it once. */
  password: NewPassword.optional(),
});
export type CreateUser = z.infer<typeof CreateUser>;

/** `temporaryPassword` is shown once and must be changed at the first sign-in; null when the admin chose the password. */
export const CreatedUser = z.object({ user: User, temporaryPassword: z.string().nullable() });
export type CreatedUser = z.infer<typeof CreatedUser>;

export const UpdateUser = z.object({
  userId: Id,
  displayName: Line(120).optional(),
  email: z.email().max(254).nullish(),
  role: Role.optional(),
  grants: z.array(Permission).max(Permission.options.length).optional(),
});
export type UpdateUser = z.infer<typeof UpdateUser>;

export const TemporaryPassword = z.object({ temporaryPassword: z.string() });
export type TemporaryPassword = z.infer<typeof TemporaryPassword>;
