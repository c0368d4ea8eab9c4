import { Select, Text } from '@mantine/core';
import type { Machine } from '@open-ace/contracts/machine';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#lib/use-format.ts';
import { useNow } from '#lib/use-now.ts';
import { Presence } from '#modules/machine/Presence.tsx';
import { byPresence } from '../choices.ts';
import classes from './NewSessionForm.module.css';

interface MachineFieldProps {
  machines: readonly Machine[];
  value: string;
  error: ReactNode;
  onChange: (machineId: string) => void;
}

const searchableFrom = 9;

/** Those that are there first; the others are shown, and say since when they are not. */
export function MachineField({ machines, value, error, onChange }: MachineFieldProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const chosen = machines.find(({ id }) => id === value);
  const describe = ({ status, seenAt }: Machine) =>
    status === 'offline' && seenAt !== null ? t('session.lastSeen', { ago: format.agoPhrase(seenAt, now) }) : null;
  const allOffline = machines.every(({ status }) => status === 'offline');
  const help = allOffline ? t('session.allOffline') : chosen?.status === 'offline' ? t('session.offlineHelp') : t('session.machineHelp');
  return (
    <Select
      label={t('session.machine')}
      description={help}
      data={byPresence(machines).map(({ id, name, status }) => ({ value: id, label: name, disabled: status === 'offline' }))}
      value={value || null}
      searchable={machines.length >= searchableFrom}
      error={error}
      rightSectionPointerEvents="none"
      classNames={{ option: classes.machineOption ?? '' }}
      onChange={(id) => id && onChange(id)}
      renderOption={({ option }) => {
        const machine = machines.find(({ id }) => id === option.value);
        if (!machine) return option.label;
        return (
          <span className={classes.option}>
            <span className={classes.optionName}>{machine.name}</span>
            <Text span size="xs" c="dimmed">
              {describe(machine) ?? machine.os}
            </Text>
            <Text span size="xs">
              <Presence status={machine.status} />
            </Text>
          </span>
        );
      }}
    />
  );
}
