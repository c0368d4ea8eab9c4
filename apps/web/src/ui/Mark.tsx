import { Box } from '@mantine/core';
import type { IconProps } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import classes from './Mark.module.css';

interface MarkProps {
  color: string;
  label: string;
  icon: ComponentType<IconProps>;
  size: number;
  spinning?: boolean;
}

/** A state as a shape and a colour, with its word for those who see neither. */
export function Mark({ color, label, icon: Icon, size, spinning }: MarkProps) {
  return (
    <Box className={classes.mark} c={color} role="img" aria-label={label} title={label} data-spinning={spinning || undefined}>
      <Icon size={size} stroke={2} aria-hidden />
    </Box>
  );
}
