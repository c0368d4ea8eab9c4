import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Measure } from '#modules/usage/figures.ts';

const measures = ['tokens', 'cost', 'requests'] as const satisfies Measure[];

interface MeasureSwitchProps {
  measure: Measure;
  onMeasure: (measure: Measure) => void;
  className?: string | undefined;
}

/** What figures are shown. */
export function MeasureSwitch({ measure, onMeasure, className }: MeasureSwitchProps) {
  const { t } = useTranslation();
  return (
    <SegmentedControl
      aria-label={t('usage.trend.measure')}
      className={className}
      value={measure}
      data={measures.map((value) => ({ value, label: t(`usage.measure.${value}`) }))}
      onChange={onMeasure}
    />
  );
}
