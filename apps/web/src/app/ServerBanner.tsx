import { Button, Group, Text } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { retryConnection, useConnection } from '#lib/connection.ts';
import classes from './ServerBanner.module.css';

/** Hangs from the header and moves nothing: the page neither jumps nor goes away while the server does. */
export function ServerBanner() {
  const { t } = useTranslation();
  const lost = useConnection((connection) => connection.lost);
  return (
    <div role="status" className={classes.place}>
      {lost && (
        <Group gap={8} wrap="nowrap" className={classes.banner}>
          <IconPlugConnectedX size={15} className={classes.icon} aria-hidden />
          <Text span inherit>
            {t('connection.lost')}
          </Text>
          <Button size="xs" variant="subtle" color="gray" onClick={() => void retryConnection()}>
            {t('action.tryNow')}
          </Button>
        </Group>
      )}
    </div>
  );
}
