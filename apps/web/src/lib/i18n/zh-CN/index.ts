import type { Messages } from '../messages.ts';
import { acpAgent } from './acp-agent.ts';
import { analysis } from './analysis.ts';
import { audit } from './audit.ts';
import { auth } from './auth.ts';
import { common } from './common.ts';
import { error } from './error.ts';
import { gateway } from './gateway.ts';
import { machine } from './machine.ts';
import { price } from './price.ts';
import { providerKey } from './provider-key.ts';
import { quota } from './quota.ts';
import { session } from './session.ts';
import { shell } from './shell.ts';
import { token } from './token.ts';
import { usage } from './usage.ts';
import { user } from './user.ts';

export const zhCn: Messages = {
  ...acpAgent,
  ...analysis,
  ...audit,
  ...auth,
  ...common,
  ...error,
  ...gateway,
  ...machine,
  ...price,
  ...providerKey,
  ...quota,
  ...session,
  ...shell,
  ...token,
  ...usage,
  ...user,
};
