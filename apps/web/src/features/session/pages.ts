import { IconBell, IconMessages, IconPlus, IconShieldCheck, IconTerminal2 } from '@tabler/icons-react';
import type { PageInfo } from '#lib/page-info.ts';
import { sessionsPath } from '#modules/session/paths.ts';

export const workPage: PageInfo = { path: '/work', title: 'work.title', keywords: 'work.keywords', icon: IconTerminal2 };
export const newSessionPage: PageInfo = { path: '/work/new', title: 'session.new', icon: IconPlus };
export const rulesPage: PageInfo = { path: '/work/requests/rules', title: 'rule.title', keywords: 'rule.keywords', icon: IconShieldCheck };
export const inboxPage: PageInfo = {
  path: '/work/requests',
  title: 'inbox.title',
  keywords: 'inbox.keywords',
  icon: IconBell,
  parts: [rulesPage],
};
/** Without a permission: everybody sees at least the sessions that are theirs. */
export const sessionsPage: PageInfo = {
  path: sessionsPath,
  title: 'sessions.title',
  keywords: 'sessions.keywords',
  icon: IconMessages,
};
export const sessionPattern = '/work/sessions/:sessionId';
export { sessionPath } from '#modules/session/paths.ts';

/** Goes along with a change to another session by a shortcut. */
export const switchedByKey = { switchedByKey: true };
export const isSwitch = (state: unknown) => typeof state === 'object' && state !== null && 'switchedByKey' in state;
