import type { Messages } from '../messages.ts';
import { audit } from './audit.ts';
import { auth } from './auth.ts';
import { common } from './common.ts';
import { error } from './error.ts';
import { machine } from './machine.ts';
import { providerKey } from './provider-key.ts';
import { session } from './session.ts';
import { shell } from './shell.ts';
import { usage } from './usage.ts';
import { user } from './user.ts';

export const zhCn: Messages = {
  ...audit,
  ...auth,
  ...common,
  ...error,
  ...machine,
  ...providerKey,
  ...session,
  ...shell,
  ...usage,
  ...user,
};
