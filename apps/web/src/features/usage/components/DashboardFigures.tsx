import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { daysBetween } from '#lib/calendar.ts';
import { useFormat } from '#lib/use-format.ts';
import { useMay } from '#modules/me/me.ts';
import { UsageTrend } from '#modules/usage-chart/UsageTrend.tsx';
import { KeyFigures } from '#ui/KeyFigures.tsx';
import { keyFigures } from '../key-figures.tsx';
import { toParam, type UsageFilterState, useRequestsLink } from '../usage-filters.ts';
import { chartDaysOf } from '../usage-period.ts';
import type { Figures } from '../use-figures.ts';
import classes from './DashboardFigures.module.css';
import { RankedTable } from './RankedTable.tsx';
import { ToolTable } from './ToolTable.tsx';

interface DashboardFiguresProps {
  figures: Figures;
  state: UsageFilterState;
  comparedWith: string;
  stale: boolean;
}

const peopleId = 'people';

export function DashboardFigures({ figures, state, comparedWith, stale }: DashboardFiguresProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { search } = useLocation();
  const everyone = useMay()('admin_access');
  const requestsLink = useRequestsLink();
  const { filters, range, today, change } = state;
  const shown = chartDaysOf(range);
  const { comparable, byPersonBefore, byModelBefore, summaryBefore } = figures;

  return (
    <div className={classes.grid}>
      <div className={classes.full}>
        <KeyFigures
          figures={keyFigures({
            figures,
            range,
            today,
            comparedWith,
            everyone,
            requestsLink,
            peopleLink: { search, hash: peopleId },
            t,
            format,
          })}
          comparedWith={comparedWith}
          stale={stale}
        />
      </div>
      <div className={classes.full}>
        <UsageTrend
          trend={figures.byDay}
          periods={daysBetween(shown.from, shown.to)}
          range={shown}
          measure={filters.measure}
          onMeasure={(measure) => change({ measure })}
          view={filters.view}
          onView={(view) => change({ view })}
          periodLink={(day) => requestsLink({ from: day, to: day })}
        />
      </div>
      {everyone && (
        <div id={peopleId} className={classes.half}>
          <RankedTable
            title={t('usage.byPerson')}
            column={t('usage.person')}
            rows={figures.byPerson.items.map((row) => ({
              key: row.id,
              name: row.name ?? t('usage.nobody'),
              totals: row,
              before: comparable ? byPersonBefore.items.find(({ id }) => id === row.id) : undefined,
              rows: row.name === null ? undefined : requestsLink({ person: row.id }),
            }))}
          />
        </div>
      )}
      <div className={everyone ? classes.half : classes.full}>
        <RankedTable
          title={t('usage.byModel')}
          column={t('usage.model')}
          rows={figures.byModel.items.map((row) => ({
            key: row.id,
            name: row.name ?? t('usage.unnamedModel'),
            totals: row,
            before: comparable ? byModelBefore.items.find(({ id }) => id === row.id) : undefined,
            rows: requestsLink({ model: toParam(row.id) }),
          }))}
        />
      </div>
      <div className={classes.full}>
        <ToolTable rows={figures.summary.byTool} before={comparable ? summaryBefore.byTool : []} />
      </div>
    </div>
  );
}
