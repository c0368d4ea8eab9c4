import { Center, Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './Loading.module.css';

/** Before it is known which page to show. Invisible at first: a quick answer needs no spinner. */
export function Loading() {
  const { t } = useTranslation();
  return (
    <Center className={classes.loading} role="status">
      <Loader size="sm" aria-label={t('value.loading')} />
    </Center>
  );
}
