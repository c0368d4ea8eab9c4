import { Group, Text, Tooltip } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, type To } from 'react-router';
import { Change } from './Change.tsx';
import { Definition } from './Definition.tsx';
import classes from './KeyFigures.module.css';
import { Sparkline } from './Sparkline.tsx';
import bar from './Stale.module.css';
import { seriesColor } from './theme/tokens.ts';

export interface KeyFigure {
  key: string;
  label: string;
  /** What is counted, and where it comes from. */
  meaning: string;
  value: string;
  /** The exact figure in words: "69,780,412 tokens". */
  exact: string;
  /** What it is made of, and what it was before; shown with the exact figure. */
  parts: readonly { name: string; value: string }[];
  /** Compared with what the row says, as a share of one; null where there is nothing to compare with. */
  change: number | null;
  /** What one must know beside the figure, a line each. */
  notes: readonly { key: string; text: ReactNode }[];
  /** Smoothed before: single days show weekends, not trends. */
  series: readonly (number | null)[];
  /** The rows behind the figure. */
  rows: To;
}

interface KeyFiguresProps {
  figures: readonly KeyFigure[];
  comparedWith: string;
  /** The figures of an earlier filter are still on show while the new ones load. */
  stale?: boolean;
}

/** The numbers of a page in one frame. What they are compared with is said once. */
export function KeyFigures({ figures, comparedWith, stale }: KeyFiguresProps) {
  const { t } = useTranslation();
  // With one, all keep its line, so that they stay of one height.
  const compared = figures.some(({ change }) => change !== null);
  return (
    <section
      aria-label={t('figures.label', { period: comparedWith })}
      aria-busy={stale}
      data-stale={stale || undefined}
      className={`${classes.row} ${bar.stale}`}
    >
      {figures.map((figure) => (
        <Cell key={figure.key} figure={figure} compared={compared} />
      ))}
    </section>
  );
}

/** The link covers the cell; what else can be reached in it lies above the link. */
function Cell({ figure, compared }: { figure: KeyFigure; compared: boolean }) {
  const { label, meaning, value, exact, parts, change, notes, series, rows } = figure;
  return (
    <div className={classes.cell}>
      <Group gap={6} wrap="nowrap">
        <Text span size="xs" c="dimmed" truncate>
          {label}
        </Text>
        <span className={classes.above}>
          <Definition term={label}>{meaning}</Definition>
        </span>
      </Group>
      <div className={classes.body}>
        <div className={classes.figure}>
          <Tooltip position="bottom-start" label={<Parts exact={exact} parts={parts} />}>
            <Link to={rows} className={classes.value} aria-label={`${value}, ${label}: ${exact}`}>
              {value}
            </Link>
          </Tooltip>
          {compared && <span className={classes.change}>{change !== null && <Change ratio={change} />}</span>}
        </div>
        <div className={classes.sparkline}>
          <Sparkline values={series} color={seriesColor(0)} />
        </div>
      </div>
      {notes.map(({ key, text }) => (
        <Text key={key} component="div" size="xs" c="dimmed" className={classes.note}>
          {text}
        </Text>
      ))}
    </div>
  );
}

function Parts({ exact, parts }: Pick<KeyFigure, 'exact' | 'parts'>) {
  return (
    <>
      <div>{exact}</div>
      {parts.length > 0 && (
        <dl className={classes.parts}>
          {parts.map(({ name, value }) => (
            <Fragment key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </Fragment>
          ))}
        </dl>
      )}
    </>
  );
}

/** A link within a note, which lies above the link of the whole cell. */
export function NoteLink({ to, children }: { to: To; children: ReactNode }) {
  return (
    <Link to={to} className={classes.noteLink}>
      {children}
    </Link>
  );
}
