import { ActionBar, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './SelectionBar.module.css';

interface SelectionBarProps {
  count: number;
  onClear: () => void;
  /** Buttons of size xs; the destructive one last, in red, with its count. */
  children: ReactNode;
}

/** What can be done with the checked rows of a list. */
export function SelectionBar({ count, onClear, children }: SelectionBarProps) {
  const { t } = useTranslation();
  return (
    <ActionBar
      opened={count > 0}
      onClose={onClear}
      role="region"
      aria-label={t('selection.actions')}
      className={classes.bar}
      transitionProps={{ duration: 120 }}
    >
      <Text className="tabular" role="status">
        {t('selection.count', { count })}
      </Text>
      <ActionBar.Divider />
      {children}
      <ActionBar.CloseButton aria-label={t('selection.clear')} />
    </ActionBar>
  );
}
