import { Tooltip } from '@mantine/core';
import type { Machine } from '@open-ace/contracts/machine';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#lib/use-format.ts';
import { useNow } from '#lib/use-now.ts';
import { Unknown } from '#ui/Unknown.tsx';
import { staleWords, vitalWords } from '../vital-words.ts';
import { vitalsOf } from '../vitals.ts';
import { Meter } from './Meter.tsx';
import classes from './VitalMeters.module.css';

/** How a machine fares, in three small meters of one row; hover or focus says it exactly. */
export function VitalMeters({ machine }: { machine: Machine }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const vitals = vitalsOf(machine);
  if (!vitals) {
    return (
      <Tooltip label={t('machine.vitalsUnknown')}>
        <span>
          <Unknown reason={t('machine.vitalsUnknown')} />
        </span>
      </Tooltip>
    );
  }
  const stale = staleWords(machine, now, t, format);
  const words = [...vitals.map((vital) => vitalWords(vital, t, format)), ...(stale === null ? [] : [stale])];
  return (
    <Tooltip label={words.map((line) => <div key={line}>{line}</div>)}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the exact figures come with the focus, too */}
      <span role="img" tabIndex={0} aria-label={words.join(' ')} className={classes.vitals} data-stale={stale !== null || undefined}>
        {vitals.map((vital) => (
          <span key={vital.name} className={classes.vital}>
            <span className={classes.label}>
              <span className={classes.name}>{t(`machine.vitalShort.${vital.name}`)}</span>
              <span className="tabular">{format.percent(vital.share)}</span>
            </span>
            <Meter vital={vital} stale={stale !== null} />
          </span>
        ))}
      </span>
    </Tooltip>
  );
}

/** The same for a phone's row: words alone, and nothing of a machine that is away. */
export function VitalSummary({ machine }: { machine: Machine }) {
  const { t } = useTranslation();
  const format = useFormat();
  const vitals = vitalsOf(machine) ?? [];
  return vitals.map(({ name, share }) => `${t(`machine.vitalShort.${name}`)} ${format.percent(share)}`).join(' · ');
}
