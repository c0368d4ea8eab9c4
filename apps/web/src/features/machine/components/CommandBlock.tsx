import { Code, Group, Text } from '@mantine/core';
import { CopyText } from '#ui/CopyText.tsx';
import classes from './CommandBlock.module.css';

interface CommandBlockProps {
  label: string;
  command: string;
  /** It no longer works: shown so, and not offered for copying. */
  spent?: boolean;
}

/** A line for a terminal, whole and to be copied. */
export function CommandBlock({ label, command, spent }: CommandBlockProps) {
  return (
    <div>
      <Group justify="space-between" mb={6} mih={26}>
        <Text fw={500}>{label}</Text>
        {!spent && <CopyText autoFocus size="xs" value={command} />}
      </Group>
      <Code block className={classes.command} data-spent={spent || undefined}>
        {command}
      </Code>
    </div>
  );
}
