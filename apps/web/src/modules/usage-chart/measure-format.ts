import { useTranslation } from 'react-i18next';
import { unknown } from '#lib/format.ts';
import { useFormat } from '#lib/use-format.ts';
import type { Measure } from '#modules/usage/figures.ts';

/** How the figures of a measure are written: on an axis, in a legend, exactly, and exactly with the unit. Null has no price. */
export function useMeasureFormat(measure: Measure) {
  const { t } = useTranslation();
  const format = useFormat();
  if (measure === 'cost') {
    return { axis: format.axisUsd, short: format.usd, plain: format.usd, exact: format.usd };
  }
  const unit = measure === 'tokens' ? 'usage.exactTokens' : 'usage.exactRequests';
  const or = (write: (value: number) => string) => (value: number | null) => (value === null ? unknown : write(value));
  return {
    axis: format.axis,
    short: or(format.compact),
    plain: or(format.exact),
    exact: or((count) => t(unit, { count })),
  };
}
