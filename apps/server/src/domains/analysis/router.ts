import {
  Anomalies,
  AnomalyMark,
  AskAnomalies,
  AskForecast,
  AskRanking,
  AskTrend,
  Forecast,
  HeatMap,
  Ranking,
  SetAnomaly,
  Trend,
} from '@open-ace/contracts/analysis';
import { UsageFilter } from '@open-ace/contracts/usage';
import { can, router } from '#platform/trpc';
import { forecastUsage, heatMap, ranking, trend } from './figures.ts';
import { findAnomalies, setAnomaly } from './find-anomalies.ts';

/** What the dashboard shows is for all who see it; the rest for those who see the analysis. */
export const analysisRouter = router({
  anomalies: can('view_analysis')
    .input(AskAnomalies)
    .output(Anomalies)
    .query(({ ctx, input }) => findAnomalies(ctx, input)),
  forecast: can('view_analysis')
    .input(AskForecast)
    .output(Forecast)
    .query(({ ctx, input }) => forecastUsage(ctx, input)),
  heatmap: can('view_analysis')
    .input(UsageFilter)
    .output(HeatMap)
    .query(({ ctx, input }) => heatMap(ctx, input)),
  ranking: can('view_dashboard')
    .input(AskRanking)
    .output(Ranking)
    .query(({ ctx, input }) => ranking(ctx, input)),
  setAnomaly: can('run_analysis', { audit: 'anomaly.set' })
    .input(SetAnomaly)
    .output(AnomalyMark)
    .mutation(({ ctx, input }) => setAnomaly(ctx, input)),
  trend: can('view_dashboard')
    .input(AskTrend)
    .output(Trend)
    .query(({ ctx, input }) => trend(ctx, input)),
});
