import { audit } from './audit.ts';
import { auth } from './auth.ts';
import { common } from './common.ts';
import { error } from './error.ts';
import { shell } from './shell.ts';
import { user } from './user.ts';

export const en = { ...audit, ...auth, ...common, ...error, ...shell, ...user };
