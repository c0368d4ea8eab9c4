import { Button, Code, CopyButton, Group, Text } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './CommandBlock.module.css';

interface CommandBlockProps {
  label: string;
  command: string;
  /** It no longer works: shown so, and not offered for copying. */
  spent?: boolean;
}

/** A line for a terminal, whole and to be copied. */
export function CommandBlock({ label, command, spent }: CommandBlockProps) {
  const { t } = useTranslation();
  return (
    <div>
      <Group justify="space-between" mb={6} mih={26}>
        <Text fw={500}>{label}</Text>
        {!spent && (
          <CopyButton value={command} timeout={3000}>
            {({ copied, copy }) => (
              <Button
                data-autofocus
                size="xs"
                variant="default"
                leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
                onClick={copy}
              >
                {copied ? t('action.copied') : t('action.copy')}
              </Button>
            )}
          </CopyButton>
        )}
      </Group>
      <Code block className={classes.command} data-spent={spent || undefined}>
        {command}
      </Code>
    </div>
  );
}
