import { EmptyState, Paper } from '@mantine/core';
import type { IconProps } from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';

interface EmptyPanelProps {
  icon: ComponentType<IconProps>;
  title: string;
  /** What this is, in two lines. */
  description: string;
  /** The one button that fills it. */
  action?: ReactNode;
}

export function EmptyPanel({ icon: Icon, title, description, action }: EmptyPanelProps) {
  return (
    <Paper>
      <EmptyState py={88} px={16} size="sm" icon={<Icon size={30} stroke={1.5} />} title={title} description={description}>
        {action && <EmptyState.Actions>{action}</EmptyState.Actions>}
      </EmptyState>
    </Paper>
  );
}
