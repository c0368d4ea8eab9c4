import { Paper, Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useMay } from '#modules/me/me.ts';
import classes from './DashboardFigures.module.css';
import skeleton from './DashboardSkeleton.module.css';

const rows = [0, 1, 2, 3, 4, 5];

/** The final layout without its figures, so that nothing moves when they come. */
export function DashboardSkeleton() {
  const { t } = useTranslation();
  const everyone = useMay()('admin_access');
  return (
    <div className={classes.grid} role="status" aria-label={t('value.loading')}>
      <div className={`${classes.full} ${skeleton.figures}`}>
        {rows.slice(0, 5).map((cell) => (
          <div key={cell} className={skeleton.cell}>
            <Skeleton h={10} w={72} mb={14} />
            <Skeleton h={20} w={96} mb={10} />
            <Skeleton h={8} w={52} mb={12} />
            <Skeleton h={8} w="70%" />
          </div>
        ))}
      </div>
      <Paper className={classes.full} p={16}>
        <Skeleton h={12} w={120} mb={20} />
        <Skeleton h={10} w="40%" mb={16} />
        <Skeleton h={240} />
      </Paper>
      {[0, 1].slice(everyone ? 0 : 1).map((table) => (
        <Paper key={table} className={everyone ? classes.half : classes.full} p={16}>
          <Skeleton h={12} w={80} mb={20} />
          {rows.map((row) => (
            <Skeleton key={row} h={10} my={26} w={`${95 - row * 8}%`} />
          ))}
        </Paper>
      ))}
    </div>
  );
}
