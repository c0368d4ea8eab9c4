import { Group, Text } from '@mantine/core';
import type { UsageStatus } from '@open-ace/contracts/usage';
import { IconCircleCheck, IconCircleDashedCheck, IconCircleXFilled, IconLoader2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './RequestStatus.module.css';

const icons = { open: IconLoader2, settled: IconCircleCheck, estimated: IconCircleDashedCheck, failed: IconCircleXFilled } as const;

export function RequestStatus({ status }: { status: UsageStatus }) {
  const { t } = useTranslation();
  const Icon = icons[status];
  return (
    <Group gap={5} wrap="nowrap" component="span" className={classes.mark} data-status={status}>
      <Icon size={14} aria-hidden />
      <Text span inherit c="var(--ace-text)">
        {t(`usage.status.${status}`)}
      </Text>
    </Group>
  );
}
