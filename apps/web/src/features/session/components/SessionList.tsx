import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './SessionList.module.css';

/** The left side of Work. */
export function SessionList() {
  const { t } = useTranslation();
  return (
    <div className={classes.list}>
      <Text component="h2" className={classes.groupLabel}>
        {t('session.title')}
      </Text>
      <Text c="dimmed" px={8}>
        {t('session.none')}
      </Text>
    </div>
  );
}
