import { Group, Text } from '@mantine/core';
import type { AuditOutcome } from '@open-ace/contracts/audit';
import { IconCircleCheckFilled, IconCircleXFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './OutcomeMark.module.css';

const icons = { success: IconCircleCheckFilled, failure: IconCircleXFilled } as const;

export function OutcomeMark({ outcome }: { outcome: AuditOutcome }) {
  const { t } = useTranslation();
  const Icon = icons[outcome];
  return (
    <Group gap={5} wrap="nowrap" component="span" className={classes.mark} data-outcome={outcome}>
      <Icon size={14} aria-hidden />
      <Text span inherit c="var(--ace-text)">
        {t(`audit.outcome.${outcome}`)}
      </Text>
    </Group>
  );
}
