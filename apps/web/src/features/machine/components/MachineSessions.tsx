import { Anchor, Text } from '@mantine/core';
import type { Machine } from '@open-ace/contracts/machine';
import type { Session } from '@open-ace/contracts/session';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { sessionPath, sessionsOnMachinePath } from '#modules/session/paths.ts';
import { SessionStatusMark } from '#modules/session/SessionStatusMark.tsx';
import { ToolMark } from '#modules/tool/ToolMark.tsx';
import { Ago } from '#ui/Ago.tsx';
import { DrawerBody } from '#ui/DrawerBody.tsx';
import { sessionsOn, useLiveSessionsOn } from '../sessions-on.ts';
import classes from './MachineSessions.module.css';

/** The latest sessions of a machine, as far as the viewer may see them. */
export function MachineSessions({ machine }: { machine: Machine }) {
  const { t } = useTranslation();
  const sessions = useQuery(sessionsOn(machine.id));
  useLiveSessionsOn(machine.id);
  return (
    <DrawerBody query={sessions} errorTitle={t('machine.sessionsFailed')}>
      {({ items, nextCursor }) => (
        <>
          {items.length === 0 && (
            <Text c="dimmed" className={classes.none}>
              {t('machine.noSessions')}
            </Text>
          )}
          <ul className={classes.sessions}>
            {items.map((session) => (
              <SessionLine key={session.id} session={session} />
            ))}
          </ul>
          {nextCursor !== null && (
            <Anchor component={Link} to={sessionsOnMachinePath(machine.id)} size="sm" className={classes.all}>
              {t('machine.allSessions')}
            </Anchor>
          )}
        </>
      )}
    </DrawerBody>
  );
}

function SessionLine({ session: { id, title, status, tool, owner, lastActivityAt } }: { session: Session }) {
  const { t } = useTranslation();
  // It need not be the viewer whom it needs.
  const state = t(status === 'needs_you' ? 'sessions.needsAnswer' : `session.status.${status}`);
  return (
    <li>
      <Link to={sessionPath(id)} className={classes.session}>
        <SessionStatusMark status={status} />
        <span className={classes.words}>
          <span className={classes.title}>{title}</span>
          <span className={classes.meta}>{[state, owner.displayName].filter(Boolean).join(' · ')}</span>
        </span>
        <ToolMark tool={tool} />
        <span className={classes.age}>
          <Ago date={lastActivityAt} />
        </span>
      </Link>
    </li>
  );
}
