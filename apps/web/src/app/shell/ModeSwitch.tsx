import { IconChartHistogram, IconTerminal2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { useManageGroups } from '../use-manage-groups.ts';
import classes from './ModeSwitch.module.css';

const modes = [
  { to: '/work', title: 'navigation.work', icon: IconTerminal2 },
  { to: '/manage', title: 'navigation.manage', icon: IconChartHistogram },
] as const;

/** Two links that look like a switch. Who may see nothing of Manage has no switch. */
export function ModeSwitch({ wide }: { wide?: boolean }) {
  const { t } = useTranslation();
  const mayManage = useManageGroups().length > 0;
  if (!mayManage) return null;
  return (
    <nav aria-label={t('navigation.mode')} className={classes.modes} data-wide={wide || undefined}>
      {modes.map(({ to, title, icon: Icon }) => (
        <NavLink key={to} to={to} className={classes.mode ?? ''}>
          <Icon size={14} aria-hidden />
          {t(title)}
        </NavLink>
      ))}
    </nav>
  );
}
