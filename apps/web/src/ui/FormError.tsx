import { Box, Group, Text } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { concernsSignIn, failureText, hasCode, readFailure, requestIdOf } from '#lib/errors.ts';
import classes from './FormError.module.css';

/** What a form as a whole was refused for; what concerns one field stands beside that field. Nothing typed is lost. */
export function FormError({ error }: { error: unknown }) {
  const { t } = useTranslation();
  // That the sign-in ended is the app's to say: it leads to the sign-in and back.
  if (!error || readFailure(error).kind === 'cancelled' || concernsSignIn(error)) return null;
  // Where the person can act on it themselves, a number to quote only gets in the way.
  const requestId = hasCode(error, 'INTERNAL') && requestIdOf(error);
  return (
    <Group gap={8} wrap="nowrap" align="flex-start" role="alert" className={classes.error}>
      <IconAlertCircle size={16} className={classes.icon} aria-hidden />
      <Box miw={0}>
        <Text>{failureText(error, t)}</Text>
        {requestId && (
          <Text size="xs" c="dimmed">
            {t('error.request')} {requestId}
          </Text>
        )}
      </Box>
    </Group>
  );
}
