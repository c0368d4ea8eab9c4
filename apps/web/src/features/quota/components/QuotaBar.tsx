import { Box } from '@mantine/core';
import { barWidths, type Standing } from '../standing.ts';
import classes from './QuotaBar.module.css';

interface QuotaBarProps {
  standing: Standing;
  tall?: boolean;
}

/** What is used, and lighter what running calls hold. The figures and the state stand beside it in words. */
export function QuotaBar({ standing, tall }: QuotaBarProps) {
  const { used, held } = barWidths(standing);
  return (
    <Box
      component="span"
      className={classes.bar}
      data-state={standing.state}
      data-tall={tall || undefined}
      __vars={{ '--used': `${used}%`, '--held': `${held}%` }}
      aria-hidden
    >
      <span className={classes.used} data-some={used > 0 || undefined} />
      <span className={classes.held} />
    </Box>
  );
}
