import { Code, Group, Text } from '@mantine/core';
import { CopyText } from './CopyText.tsx';
import classes from './OneTimeSecret.module.css';

interface OneTimeSecretProps {
  label: string;
  secret: string;
  /** Says that it is shown once, and what to do with it. */
  note: string;
}

export function OneTimeSecret({ label, secret, note }: OneTimeSecretProps) {
  return (
    <div>
      <Text fw={500} mb={6}>
        {label}
      </Text>
      <Group gap={8} wrap="nowrap">
        <Code className={classes.secret}>{secret}</Code>
        <CopyText autoFocus value={secret} />
      </Group>
      <Text size="xs" c="dimmed" mt={6}>
        {note}
      </Text>
    </div>
  );
}
