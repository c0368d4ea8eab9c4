import classes from './Sparkline.module.css';

const width = 100;
const height = 32;

interface SparklineProps {
  /** Oldest first; null where a value does not exist. */
  values: readonly (number | null)[];
  color: string;
}

/** The course of a figure, from zero. Decoration: the figure and its change stand beside it in words. */
export function Sparkline({ values, color }: SparklineProps) {
  const known = values.flatMap((value, index) => (value === null ? [] : [{ index, value }]));
  const most = Math.max(...known.map(({ value }) => value), 0);
  if (known.length < 2 || most === 0) return null;
  const x = (index: number) => (index / (values.length - 1)) * width;
  // A line of 1.5 px must not be cut off at the top.
  const y = (value: number) => height - 1 - (value / most) * (height - 2);
  const line = known.map(({ index, value }) => `${x(index).toFixed(2)} ${y(value).toFixed(2)}`).join('L');
  const first = x(known[0]?.index ?? 0);
  const last = x(known.at(-1)?.index ?? 0);
  return (
    <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true" className={classes.sparkline} style={{ color }}>
      <path d={`M${first} ${height}L${line}L${last} ${height}Z`} className={classes.area} />
      <path d={`M${line}`} className={classes.line} />
    </svg>
  );
}
