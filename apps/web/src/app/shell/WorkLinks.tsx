import { NavLink } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { NavLink as RouterLink, useLocation } from 'react-router';
import { workPages } from '../navigation.ts';
import classes from './WorkShell.module.css';

/** The pages of Work that are no session, below the sessions. */
export function WorkLinks() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  return (
    <nav aria-label={t('navigation.work')} className={classes.links}>
      {workPages.map((page) => (
        <NavLink
          key={page.path}
          component={RouterLink}
          to={page.path}
          label={t(page.title)}
          leftSection={<page.icon size={16} />}
          active={pathname === page.path || pathname.startsWith(`${page.path}/`)}
        />
      ))}
    </nav>
  );
}
