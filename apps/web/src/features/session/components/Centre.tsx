import type { ReactNode } from 'react';
import classes from './Centre.module.css';
import { SessionTabs } from './SessionTabs.tsx';

interface CentreProps {
  /** The page scrolls as a whole; otherwise its parts do. */
  scrolls?: boolean;
  children: ReactNode;
}

/** The middle of Work: the open sessions, and below them the page. */
export function Centre({ scrolls, children }: CentreProps) {
  return (
    <main id="main" tabIndex={-1} className={classes.centre}>
      <SessionTabs />
      <div className={classes.page} data-scrolls={scrolls || undefined}>
        {children}
      </div>
    </main>
  );
}
