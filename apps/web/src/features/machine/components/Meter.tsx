import { Box } from '@mantine/core';
import type { Vital } from '../vitals.ts';
import classes from './Meter.module.css';

interface MeterProps {
  vital: Vital;
  /** The machine is away: it was so when it was last seen. */
  stale: boolean;
}

/** How full something is at a glance. The figures stand beside it in words. */
export function Meter({ vital: { share, level }, stale }: MeterProps) {
  return (
    <Box
      component="span"
      className={classes.meter}
      data-level={level}
      data-stale={stale || undefined}
      __vars={{ '--filled': `${Math.min(1, share) * 100}%` }}
      aria-hidden
    >
      <span className={classes.filled} />
    </Box>
  );
}
