import type { SessionStatus } from '@open-ace/contracts/session';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { SessionStatusMark } from '#modules/session/SessionStatusMark.tsx';
import classes from './SessionState.module.css';

/** Among everybody's sessions, one that needs somebody need not need the viewer. */
export const stateWord = (status: SessionStatus, t: TFunction): string =>
  status === 'needs_you' ? t('sessions.needsAnswer') : t(`session.status.${status}`);

/** The mark and its word. */
export function SessionState({ status }: { status: SessionStatus }) {
  const { t } = useTranslation();
  return (
    <span className={classes.state} data-status={status}>
      <span className={classes.mark} aria-hidden>
        <SessionStatusMark status={status} />
      </span>
      {stateWord(status, t)}
    </span>
  );
}
