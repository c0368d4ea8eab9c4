import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import type { PlainKey } from '#lib/i18n/messages.ts';
import classes from './PageTabs.module.css';

interface PageTab {
  path: string;
  title: PlainKey;
}

interface PageTabsProps {
  label: string;
  tabs: readonly PageTab[];
}

/** The parts of a page that have an address each: links that look like tabs. A drawer or dialog over a part is still that part. */
export function PageTabs({ label, tabs }: PageTabsProps) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const holding = tabs.filter(({ path }) => pathname === path || pathname.startsWith(`${path}/`));
  const current = holding.toSorted((a, b) => b.path.length - a.path.length)[0];
  return (
    <nav aria-label={label} className={classes.tabs}>
      {tabs.map((tab) => (
        <Link key={tab.path} to={tab.path} className={classes.tab} aria-current={tab === current ? 'page' : undefined}>
          {t(tab.title)}
        </Link>
      ))}
    </nav>
  );
}
