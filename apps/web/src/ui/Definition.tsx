import { Tooltip, UnstyledButton } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import classes from './Definition.module.css';

interface DefinitionProps {
  term: string;
  /** What is counted, and where it comes from. */
  children: string;
}

/** What a figure means, beside its name: on hover, on focus and under a finger. */
export function Definition({ term, children }: DefinitionProps) {
  return (
    <Tooltip label={children} multiline maw={280}>
      <UnstyledButton className={classes.button} aria-label={`${term}: ${children}`}>
        <IconInfoCircle size={13} aria-hidden />
      </UnstyledButton>
    </Tooltip>
  );
}
