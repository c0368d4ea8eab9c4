import { Switch } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FilterBar } from '#ui/FilterBar.tsx';

interface EndedSwitchProps {
  ended: boolean;
  onChange: (ended: boolean) => void;
  /** Stands at the other end of the line. */
  children?: ReactNode;
}

/** Stays in sight over an empty list, which may be empty for the lack of it. */
export function EndedSwitch({ ended, onChange, children }: EndedSwitchProps) {
  const { t } = useTranslation();
  return (
    <FilterBar view={children}>
      <Switch label={t('token.alsoEnded')} checked={ended} onChange={(event) => onChange(event.currentTarget.checked)} />
    </FilterBar>
  );
}
