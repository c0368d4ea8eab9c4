import { Text } from '@mantine/core';
import type { HeatMap } from '@open-ace/contracts/analysis';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#lib/use-format.ts';
import type { Measure } from '#modules/usage/figures.ts';
import { useMeasureFormat } from '#modules/usage-chart/measure-format.ts';
import { Panel } from '#ui/Panel.tsx';
import { type HeatCell, heatOf, heatStep, hoursOfDay, weekdays } from '../heat.ts';
import classes from './HeatMapPanel.module.css';

const arrows: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -24, ArrowDown: 24 };

/** When the work is done: a cell an hour of the week. Arrow keys go from hour to hour; the one that is meant is said above. */
export function HeatMapPanel({ heatMap, measure }: { heatMap: HeatMap; measure: Measure }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { exact } = useMeasureFormat(measure);
  const heat = heatOf(heatMap.cells, measure);
  const [pointed, setPointed] = useState<HeatCell | null>(null);
  const [focused, setFocused] = useState(0);
  const grid = useRef<HTMLTableElement>(null);

  const hourRange = (hour: number) => `${hour}:00–${hour + 1}:00`;
  const words = ({ weekday, hour, value }: HeatCell) =>
    t('analysis.heat.cell', {
      weekday: format.weekday(weekday),
      hours: hourRange(hour),
      figure: exact(value),
      share: format.percent(heat.total > 0 ? value / heat.total : 0, 1),
    });
  const onKeyDown = (event: KeyboardEvent) => {
    const next = focused + (arrows[event.key] ?? 0);
    if (!(event.key in arrows) || next < 0 || next >= heat.cells.length) return;
    event.preventDefault();
    setFocused(next);
    grid.current?.querySelector<HTMLElement>(`[data-cell="${next}"]`)?.focus();
  };
  const peaks = [
    heat.busiest && t('analysis.heat.busiest', { weekday: format.shortWeekday(heat.busiest.weekday), hours: hourRange(heat.busiest.hour) }),
    heat.busiestWeekday &&
      t('analysis.heat.weekday', {
        weekday: format.weekday(heat.busiestWeekday.weekday),
        share: format.percent(heat.busiestWeekday.share),
      }),
    heat.outside !== null && t('analysis.heat.outside', { share: format.percent(heat.outside) }),
  ].filter(Boolean);

  return (
    <Panel title={t('analysis.heat.title')} hint={t('analysis.heat.hint', { zone: heatMap.timeZone })}>
      <Text size="xs" c="dimmed" className={`tabular ${classes.readout}`} aria-live="polite">
        {pointed ? words(pointed) : peaks.join(' · ') || t('usage.none')}
      </Text>
      <table
        ref={grid}
        className={classes.grid}
        aria-label={t('analysis.heat.title')}
        onKeyDown={onKeyDown}
        onMouseLeave={() => setPointed(null)}
      >
        <tbody>
          {weekdays.map((weekday) => (
            <tr key={weekday}>
              <th scope="row">{format.shortWeekday(weekday)}</th>
              {heat.cells
                .map((cell, index) => ({ cell, index }))
                .filter(({ cell }) => cell.weekday === weekday)
                .map(({ cell, index }) => (
                  <td
                    key={cell.hour}
                    data-cell={index}
                    data-step={heatStep(cell.value, heat.busiest?.value ?? 0)}
                    tabIndex={index === focused ? 0 : -1}
                    aria-label={words(cell)}
                    className={classes.cell}
                    onMouseEnter={() => setPointed(cell)}
                    onFocus={() => {
                      setFocused(index);
                      setPointed(cell);
                    }}
                    onBlur={() => setPointed(null)}
                  />
                ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr aria-hidden>
            <td />
            {hoursOfDay.map((hour) => (
              <td key={hour} className={classes.hour}>
                {hour % 3 === 0 && hour}
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
      <div className={classes.scale} aria-hidden>
        <Text span size="xs" c="dimmed">
          {t('analysis.heat.less')}
        </Text>
        {[0, 1, 2, 3, 4, 5].map((step) => (
          <span key={step} className={classes.cell} data-step={step} />
        ))}
        <Text span size="xs" c="dimmed">
          {t('analysis.heat.more')}
        </Text>
      </div>
    </Panel>
  );
}
