import { Group, Text, Tooltip } from '@mantine/core';
import type { UsageEvent } from '@open-ace/contracts/usage';
import { IconArrowsShuffle, IconBan, IconCircleCheck, IconCircleDashedCheck, IconCircleXFilled, IconLoader2 } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { phaseOf } from '../call-timing.ts';
import classes from './RequestStatus.module.css';

const icons = {
  open: IconLoader2,
  settled: IconCircleCheck,
  estimated: IconCircleDashedCheck,
  failed: IconCircleXFilled,
  refused: IconBan,
} as const;

/** In a word: how far a call is that runs, and how one ended that does not. */
export function statusWord(event: UsageEvent, t: TFunction): string {
  const phase = phaseOf(event);
  if (phase !== 'over') return t(`usage.phase.${phase}`);
  return event.times > 1 ? t('usage.refusedTimes', { count: event.times }) : t(`usage.status.${event.status}`);
}

export function RequestStatus({ event }: { event: UsageEvent }) {
  const { t } = useTranslation();
  const Icon = icons[event.status];
  return (
    <Group gap={5} wrap="nowrap" component="span" className={classes.mark} data-status={event.status}>
      <Icon size={14} aria-hidden />
      <Text span inherit c="var(--ace-text)">
        {statusWord(event, t)}
      </Text>
      {event.tries > 1 && (
        <Tooltip label={t('usage.tries', { count: event.tries })}>
          <IconArrowsShuffle size={13} role="img" aria-label={t('usage.tries', { count: event.tries })} />
        </Tooltip>
      )}
    </Group>
  );
}
