import { Box, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './FormSection.module.css';

interface FormSectionProps {
  title: string;
  help: string;
  children: ReactNode;
}

/** What the fields are about on the left, the fields on the right; one below the other where there is no room. */
export function FormSection({ title, help, children }: FormSectionProps) {
  return (
    <section className={classes.section} aria-label={title}>
      <Box>
        <Title order={2}>{title}</Title>
        <Text c="dimmed" mt={2}>
          {help}
        </Text>
      </Box>
      <Stack gap={16} miw={0}>
        {children}
      </Stack>
    </section>
  );
}
