import { Outlet } from 'react-router';
import { Centre } from '#features/session/components/Centre.tsx';
import classes from './WorkShell.module.css';

/** Pages of Work that are no session: in its middle, laid out as those of Manage. */
export function WorkPage() {
  return (
    <Centre scrolls>
      <div className={classes.page}>
        <Outlet />
      </div>
    </Centre>
  );
}
