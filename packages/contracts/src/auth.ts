import { z } from 'zod';
import { Id, Instant, Line } from './common.ts';
import { HistoryPolicy } from './machine.ts';
import { Permission, Role } from './permissions.ts';

/** Sign-in name: unique on the server, whatever its case. */
export const Username = z
  .string()
  .trim()
  .min(2)
  .max(64)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._@-]*$/u, { message: 'Use letters, digits and . _ - @, starting with a letter or digit.' });

/** 8 characters or more, an upper-case letter, a lower-case letter and a digit; at most 256. */
export const NewPassword = z
  .string()
  .min(8, { message: 'Use 8 characters or more.' })
  .max(256)
  .regex(/\p{Lu}/u, { message: 'Use an upper-case letter.' })
  .regex(/\p{Ll}/u, { message: 'Use a lower-case letter.' })
  .regex(/\d/, { message: 'Use a digit.' });

export const Me = z.object({
  id: Id,
  username: z.string(),
  displayName: z.string(),
  email: z.string().nullable(),
  role: Role,
  tenantId: Id,
  tenantName: z.string(),
  /** IANA zone in which the tenant's days begin. */
  timeZone: z.string(),
  permissions: z.array(Permission),
  platformAdmin: z.boolean(),
  mustChangePassword: z.boolean(),
  /** The most that may be read of the CLIs' own history on machines of this person, whatever a machine allows. */
  historyPolicy: HistoryPolicy,
});
export type Me = z.infer<typeof Me>;

export const Login = z.object({
  /** User name or e-mail. */
  username: z.string().trim().min(1).max(254),
  password: z.string().min(1).max(256),
});
export type Login = z.infer<typeof Login>;

/** Whether the server waits for its first administrator. */
export const SetupState = z.object({ needed: z.boolean(), version: z.string() });
export type SetupState = z.infer<typeof SetupState>;

export const SetupToken = z.string().min(20).max(200);

/** What a set-up link is good for, before it is used. */
export const CheckSetup = z.object({ token: SetupToken });
export type CheckSetup = z.infer<typeof CheckSetup>;
export const SetupCheck = z.object({ validUntil: Instant });
export type SetupCheck = z.infer<typeof SetupCheck>;

export const CompleteSetup = z.object({
  token: SetupToken,
  username: Username.default('admin'),
  email: z.email().max(254).nullish(),
  password: NewPassword,
});
export type CompleteSetup = z.infer<typeof CompleteSetup>;

export const ChangePassword = z.object({ currentPassword: z.string().min(1).max(256), newPassword: NewPassword });
export type ChangePassword = z.infer<typeof ChangePassword>;

export const UpdateProfile = z.object({
  displayName: Line(120),
  email: z.email().max(254).nullish(),
  /** Stays as it is where it is left out. */
  historyPolicy: HistoryPolicy.optional(),
});
export type UpdateProfile = z.infer<typeof UpdateProfile>;

/** One place where a person is signed in. */
export const SignIn = z.object({
  id: Id,
  current: z.boolean(),
  userAgent: z.string(),
  address: z.string(),
  createdAt: Instant,
  lastUsedAt: Instant.nullable(),
  expiresAt: Instant,
});
export type SignIn = z.infer<typeof SignIn>;
export const SignInList = z.object({ items: z.array(SignIn) });
export const RevokeSignIn = z.object({ signInId: Id });
export type RevokeSignIn = z.infer<typeof RevokeSignIn>;
