import { Box, Group, Text } from '@mantine/core';
import type { MachineStatus } from '@open-ace/contracts/machine';
import { IconCircle, IconCircleDashed, IconCircleFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './Presence.module.css';

const looks = {
  online: { icon: IconCircleFilled, size: 9, color: 'var(--ace-success)' },
  updating: { icon: IconCircleDashed, size: 12, color: 'var(--ace-severity-info)' },
  offline: { icon: IconCircle, size: 12, color: 'var(--ace-severity-low)' },
} as const satisfies Record<MachineStatus, unknown>;

/** Always with its word: a dot alone says nothing. */
export function Presence({ status }: { status: MachineStatus }) {
  const { t } = useTranslation();
  const { icon: Icon, size, color } = looks[status];
  return (
    <Group gap={6} wrap="nowrap" component="span" display="inline-flex" className={classes.presence}>
      <Box component="span" className={classes.mark} c={color}>
        <Icon size={size} stroke={2.5} aria-hidden />
      </Box>
      <Text span inherit>
        {t(`machine.status.${status}`)}
      </Text>
    </Group>
  );
}
