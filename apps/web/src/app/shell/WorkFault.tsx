import { PageFault } from '../PageFault.tsx';
import classes from './WorkShell.module.css';

/** Pages of Work bring their own centre; one that could not be loaded brings none. */
export function WorkFault() {
  return (
    <main id="main" tabIndex={-1} className={classes.fault}>
      <PageFault />
    </main>
  );
}
