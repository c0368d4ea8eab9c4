import type { Session } from '@open-ace/contracts/session';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { SessionStatusMark } from '#modules/session/SessionStatusMark.tsx';
import { ToolMark } from '#modules/tool/ToolMark.tsx';
import { Ago } from '#ui/Ago.tsx';
import { Figure } from '#ui/Figure.tsx';
import { sessionPath } from '../pages.ts';
import { useUnread } from '../seen.ts';
import { tokensOf } from '../session-usage.ts';
import { AnswerBadge } from './AnswerBadge.tsx';
import classes from './SessionList.module.css';

interface SessionRowProps {
  session: Session;
  current: boolean;
}

export const SessionRow = memo(function SessionRow({ session, current }: SessionRowProps) {
  const { t } = useTranslation();
  const waits = session.status === 'needs_you';
  const unread = useUnread(session) && !current;
  return (
    <li className={classes.row}>
      <Link to={sessionPath(session.id)} data-session-link className={classes.link} aria-current={current ? 'page' : undefined}>
        <SessionStatusMark status={session.status} />
        <span className={classes.title} data-waiting={waits || unread || undefined} title={session.title}>
          {session.title}
          {unread && <span className="visuallyHidden">{t('session.unread')}</span>}
        </span>
        <span className={classes.origin}>
          <ToolMark tool={session.tool} size={14} />
          <span className={classes.machine}>{session.machine.name}</span>
          <span className={classes.tokens}>
            <Figure value={tokensOf(session.usage)} unit={t('session.tokens')} />
          </span>
        </span>
        <span className={classes.meta} data-room={waits || undefined}>
          {unread && <span className={classes.unread} aria-hidden />}
          {!waits && <Ago date={session.lastActivityAt} />}
        </span>
      </Link>
      {waits && <AnswerBadge session={session} />}
    </li>
  );
});
