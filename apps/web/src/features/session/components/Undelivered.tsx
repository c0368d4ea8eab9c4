import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { UnsentMessage } from '../unsent.ts';
import { takeBack } from '../use-send.ts';
import classes from './Undelivered.module.css';

/** A message that no machine came for: it is not lost. */
export function Undelivered({ sessionId, message }: { sessionId: string; message: UnsentMessage }) {
  const { t } = useTranslation();
  return (
    <Group gap={12} wrap="nowrap" className={classes.note} role="alert">
      <Text size="xs" flex={1} miw={0} truncate>
        {t('session.undelivered', { text: message.text })}
      </Text>
      <Button size="xs" variant="default" flex="none" onClick={() => takeBack(sessionId, message.id, message.text)}>
        {t('session.takeBack')}
      </Button>
    </Group>
  );
}
