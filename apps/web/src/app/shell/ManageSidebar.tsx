import { NavLink } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink as RouterLink, useLocation } from 'react-router';
import { UnpricedCount } from '#features/price/components/UnpricedCount.tsx';
import { pricesPage } from '#features/price/pages.ts';
import type { PageInfo } from '#lib/page-info.ts';
import { usePreferences } from '#lib/preferences.ts';
import { useManageGroups } from '../use-manage-groups.ts';
import classes from './ManageShell.module.css';

/** Up to this many pages all groups start open; with more, the one that holds the current page. */
const fewPages = 12;

/** What a page has to tell before one goes there. */
const counts: Record<string, ComponentType> = { [pricesPage.path]: UnpricedCount };

export function ManageSidebar() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const { layout, setLayout } = usePreferences();
  const groups = useManageGroups();
  const few = groups.flatMap((group) => group.pages).length <= fewPages;

  return (
    <nav aria-label={t('navigation.manage')}>
      {groups.map((group) => {
        const [only] = group.pages;
        if (group.alone && only) return <PageLink key={group.key} page={only} icon={<group.icon size={16} />} />;
        const holdsCurrent = group.pages.some((page) => pathname.startsWith(page.path));
        const open = layout.openGroups[group.key] ?? (few || holdsCurrent);
        return (
          <NavLink
            key={group.key}
            component="button"
            type="button"
            label={t(group.title)}
            aria-expanded={open}
            leftSection={<group.icon size={16} />}
            rightSection={<IconChevronRight size={14} className={classes.chevron} />}
            disableRightSectionRotation
            opened={open}
            onClick={() => setLayout({ openGroups: { ...layout.openGroups, [group.key]: !open } })}
            childrenOffset={0}
            classNames={{ children: classes.pages }}
          >
            {open && group.pages.map((page) => <PageLink key={page.path} page={page} />)}
          </NavLink>
        );
      })}
    </nav>
  );
}

function PageLink({ page, icon }: { page: PageInfo; icon?: ReactNode }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const Count = counts[page.path];
  return (
    <NavLink
      component={RouterLink}
      to={page.path}
      label={t(page.title)}
      leftSection={icon}
      rightSection={Count && <Count />}
      disableRightSectionRotation
      active={pathname === page.path || pathname.startsWith(`${page.path}/`)}
    />
  );
}
