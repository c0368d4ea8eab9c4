import { Text } from '@mantine/core';
import type { Machine } from '@open-ace/contracts/machine';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#lib/use-format.ts';
import { useNow } from '#lib/use-now.ts';
import { DrawerSection } from '#ui/RowDrawer.tsx';
import { staleWords, vitalWords } from '../vital-words.ts';
import { vitalsOf } from '../vitals.ts';
import classes from './MachineVitals.module.css';
import { Meter } from './Meter.tsx';

/** How a machine fares, with the figures in full. */
export function MachineVitals({ machine }: { machine: Machine }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const vitals = vitalsOf(machine);
  const stale = staleWords(machine, now, t, format);
  return (
    <DrawerSection title={t('machine.load')}>
      {!vitals && <Text c="dimmed">{t('machine.vitalsUnknown')}</Text>}
      {vitals && (
        <ul className={classes.vitals} data-stale={stale !== null || undefined}>
          {vitals.map((vital) => (
            <li key={vital.name}>
              <span className={classes.head}>
                <span>{t(`machine.vital.${vital.name}`)}</span>
                <span className="tabular">{format.percent(vital.share)}</span>
              </span>
              <Meter vital={vital} stale={stale !== null} />
              <Text size="xs" c="dimmed" mt={2}>
                {vitalWords(vital, t, format)}
              </Text>
            </li>
          ))}
        </ul>
      )}
      {vitals && stale !== null && (
        <Text size="xs" c="dimmed" mt={8}>
          {stale}
        </Text>
      )}
    </DrawerSection>
  );
}
