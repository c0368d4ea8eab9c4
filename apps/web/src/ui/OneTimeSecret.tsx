import { Button, Code, CopyButton, Group, Text } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './OneTimeSecret.module.css';

interface OneTimeSecretProps {
  label: string;
  secret: string;
  /** Says that it is shown once, and what to do with it. */
  note: string;
}

export function OneTimeSecret({ label, secret, note }: OneTimeSecretProps) {
  const { t } = useTranslation();
  return (
    <div>
      <Text fw={500} mb={6}>
        {label}
      </Text>
      <Group gap={8} wrap="nowrap">
        <Code className={classes.secret}>{secret}</Code>
        <CopyButton value={secret} timeout={3000}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              data-autofocus
              className={classes.copy}
              leftSection={copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
              onClick={copy}
            >
              {copied ? t('action.copied') : t('action.copy')}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Text size="xs" c="dimmed" mt={6}>
        {note}
      </Text>
    </div>
  );
}
