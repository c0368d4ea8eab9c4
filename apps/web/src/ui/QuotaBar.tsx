import { Box, Group, Progress, Text, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#lib/use-format.ts';
import classes from './QuotaBar.module.css';

/** Grey until 80 %, amber until 95 %, then red, on every bar that fills up. `ratio` is a share of one. */
export function quotaColor(ratio: number) {
  if (ratio >= 0.95) return 'var(--ace-severity-critical)';
  if (ratio >= 0.8) return 'var(--ace-severity-warning)';
  return 'var(--ace-severity-low)';
}

interface QuotaBarProps {
  label: string;
  used: number;
  limit: number;
  /** The translated word behind the exact figures. */
  unit: string;
}

/** The words beside it say the same as the bar. */
export function QuotaBar({ label, used, limit, unit }: QuotaBarProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const ratio = used / limit;
  return (
    <Tooltip label={t('value.usedOf', { used: format.exact(used), limit: format.exact(limit), unit })}>
      <Group gap={8} wrap="nowrap" className={classes.quota}>
        <Text span inherit c="dimmed">
          {label}
        </Text>
        <Text span inherit className="tabular">
          {format.compact(used)} / {format.compact(limit)}
        </Text>
        <Box className={classes.track}>
          <Progress
            value={Math.max(ratio * 100, 2)}
            color={quotaColor(ratio)}
            aria-label={t('value.shareUsed', { label, share: format.percent(ratio) })}
          />
        </Box>
      </Group>
    </Tooltip>
  );
}

/** A share of a whole in a table cell: a short bar and the figure. */
export function LoadBar({ label, ratio }: { label: string; ratio: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Group gap={6} wrap="nowrap">
      <Box w={44}>
        <Progress
          value={ratio * 100}
          color={quotaColor(ratio)}
          aria-label={t('value.shareUsed', { label, share: format.percent(ratio) })}
        />
      </Box>
      <Text span className={classes.percent}>
        {format.percent(ratio)}
      </Text>
    </Group>
  );
}
