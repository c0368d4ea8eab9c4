import { ActionIcon, Tooltip } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { inboxPage } from '../pages.ts';
import { useWaitingCount } from '../use-waiting.ts';
import classes from './InboxBell.module.css';

const mostShown = 99;

/** On every page: how many requests wait, and the way to them. */
export function InboxBell() {
  const { t } = useTranslation();
  const count = useWaitingCount();
  const label = count === 0 ? t('inbox.bellNone') : t('inbox.bell', { count });
  return (
    <Tooltip label={label}>
      <ActionIcon component={Link} to={inboxPage.path} aria-label={label} className={classes.bell ?? ''}>
        <IconBell size={17} aria-hidden />
        {count > 0 && (
          <span className={classes.count} aria-hidden>
            {count > mostShown ? `${mostShown}+` : count}
          </span>
        )}
      </ActionIcon>
    </Tooltip>
  );
}
