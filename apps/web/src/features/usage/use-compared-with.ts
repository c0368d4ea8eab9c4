import { useTranslation } from 'react-i18next';
import { countDays } from '#lib/calendar.ts';
import type { UsageFilterState } from './usage-filters.ts';

/** What the figures are compared with, in words that follow "compared with": "the 30 days before". */
export function useComparedWith({ range, today }: UsageFilterState): string {
  const { t } = useTranslation();
  const days = countDays(range.from, range.to);
  if (days > 1) return t('usage.before.days', { count: days });
  return range.to === today ? t('usage.before.today') : t('usage.before.day');
}
