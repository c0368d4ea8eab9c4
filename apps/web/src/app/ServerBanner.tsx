import { Button, Group, Text } from '@mantine/core';
import { IconPlugConnectedX, IconSparkles } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { retryConnection, useConnection } from '#lib/connection.ts';
import classes from './ServerBanner.module.css';

/** Lies on the header, where it moves nothing and hides nothing of the page: that neither jumps nor goes away while the server does. */
export function ServerBanner() {
  const { t } = useTranslation();
  const { lost, outdated } = useConnection();
  return (
    <div role="status" className={classes.place}>
      {lost && (
        <Group gap={8} wrap="nowrap" className={classes.banner}>
          <IconPlugConnectedX size={15} className={classes.icon} aria-hidden />
          <Text span inherit className={classes.text}>
            {t('connection.lost')}
          </Text>
          <Text span inherit className={classes.short} aria-hidden>
            {t('connection.lostShort')}
          </Text>
          <Button size="xs" variant="subtle" color="gray" onClick={() => void retryConnection()}>
            {t('action.tryNow')}
          </Button>
        </Group>
      )}
      {outdated && !lost && (
        <Group gap={8} wrap="nowrap" className={classes.banner}>
          <IconSparkles size={15} className={classes.icon} aria-hidden />
          <Text span inherit className={classes.text}>
            {t('connection.newVersion')}
          </Text>
          <Button size="xs" variant="subtle" color="gray" onClick={() => location.reload()}>
            {t('action.reload')}
          </Button>
        </Group>
      )}
    </div>
  );
}
