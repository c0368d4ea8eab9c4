import type { HeatMap } from '@open-ace/contracts/analysis';
import { type Measure, measureOf } from '#modules/usage/figures.ts';

export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;
export const hoursOfDay = Array.from({ length: 24 }, (_, hour) => hour);

export interface HeatCell {
  weekday: number;
  hour: number;
  value: number;
}

export interface Heat {
  /** All 168, Monday at midnight first. */
  cells: HeatCell[];
  total: number;
  busiest: HeatCell | null;
  busiestWeekday: { weekday: number; share: number } | null;
  /** What is not of Monday to Friday from 8 to 18 o'clock, of one. */
  outside: number | null;
}

const isWorkingHour = ({ weekday, hour }: HeatCell) => weekday <= 5 && hour >= 8 && hour < 18;
const sum = (cells: readonly HeatCell[]) => cells.reduce((all, { value }) => all + value, 0);

export function heatOf(items: HeatMap['cells'], measure: Measure): Heat {
  const known = new Map(items.map((cell) => [`${cell.weekday}-${cell.hour}`, measureOf(cell, measure) ?? 0]));
  const cells = weekdays.flatMap((weekday) => hoursOfDay.map((hour) => ({ weekday, hour, value: known.get(`${weekday}-${hour}`) ?? 0 })));
  const total = sum(cells);
  if (total === 0) return { cells, total, busiest: null, busiestWeekday: null, outside: null };
  const days = weekdays.map((weekday) => ({ weekday, share: sum(cells.filter((cell) => cell.weekday === weekday)) / total }));
  return {
    cells,
    total,
    busiest: cells.reduce((most, cell) => (cell.value > most.value ? cell : most)),
    busiestWeekday: days.reduce((most, day) => (day.share > most.share ? day : most)),
    outside: 1 - sum(cells.filter(isWorkingHour)) / total,
  };
}

const steps = 5;

/** From 0 for nothing to 5 for the most; whatever there is can be seen. */
export const heatStep = (value: number, most: number): number =>
  value <= 0 || most <= 0 ? 0 : Math.max(1, Math.ceil((value / most) * steps));
