import type { UsageGrain } from '@open-ace/contracts/analysis';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#lib/use-format.ts';

/** How a period of a trend is written: on an axis, and by itself. */
export function usePeriodFormat(grain: UsageGrain) {
  const { t } = useTranslation();
  const format = useFormat();
  const hourOf = (period: string) => `${period.slice(11)}:00`;
  const writers: Record<UsageGrain, { short: (period: string) => string; full: (period: string) => string }> = {
    hour: {
      short: (period) => (period.endsWith('T00') ? format.calendarDay(period.slice(0, 10)) : hourOf(period)),
      full: (period) => `${format.calendarWeekday(period.slice(0, 10))}, ${hourOf(period)}`,
    },
    day: { short: format.calendarDay, full: format.calendarWeekday },
    week: { short: format.calendarDay, full: (period) => t('usage.weekOf', { day: format.calendarDay(period) }) },
    month: { short: format.calendarMonth, full: format.calendarMonth },
  };
  return writers[grain];
}
