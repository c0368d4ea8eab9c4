import { Group, Text, Tooltip } from '@mantine/core';
import type { UsageMetric } from '@open-ace/contracts/usage';
import { IconDeviceDesktop } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '#lib/trpc.ts';
import { useFormat } from '#lib/use-format.ts';
import { useNow } from '#lib/use-now.ts';
import { useMay, useMe } from '#modules/me/me.ts';
import { totalTokens } from '#modules/usage/figures.ts';
import { Figure } from '#ui/Figure.tsx';
import { useMachines } from '../use-machines.ts';
import classes from './StatusFigures.module.css';

/** `YYYY-MM-DD` in a zone: the day in which the server counts. */
function dayIn(timeZone: string, now: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(now);
}

interface UseTodayProps {
  /** What is told already. */
  besides: readonly UsageMetric[];
}

/** One's own use today, live, as far as there is room. */
export function UseToday({ besides }: UseTodayProps) {
  return useMay()('view_dashboard') ? <OwnUseToday besides={besides} /> : null;
}

function OwnUseToday({ besides }: UseTodayProps) {
  const { t } = useTranslation();
  const me = useMe();
  const format = useFormat();
  const day = dayIn(me.timeZone, useNow());
  const today = { from: day, to: day, userId: me.id };
  const usage = useQuery(trpc.usage.summary.queryOptions(today));
  if (!usage.data) return null;
  const figures = [
    { metric: 'tokens', value: totalTokens(usage.data), unit: t('session.tokens') },
    { metric: 'requests', value: usage.data.requests, unit: t('work.requestsUnit') },
  ] as const;
  return (
    <Tooltip label={t('work.todayHelp', { day: format.calendarDate(day), timeZone: me.timeZone })}>
      <div className={classes.today}>
        {figures
          .filter(({ metric }) => !besides.includes(metric))
          .map(({ metric, value, unit }) => (
            <Text key={metric} span inherit>
              {t(`quota.short.${metric}.day`)}{' '}
              <Text span inherit c="var(--ace-text)">
                <Figure value={value} unit={unit} />
              </Text>
            </Text>
          ))}
      </div>
    </Tooltip>
  );
}

export function MachinesOnline() {
  const { t } = useTranslation();
  const machines = useMachines();
  if (!machines.data) return null;
  const online = machines.data.items.filter(({ status }) => status !== 'offline').length;
  return (
    <Tooltip label={t('work.machinesOnlineHelp')}>
      <Group gap={6} wrap="nowrap">
        <IconDeviceDesktop size={13} aria-hidden />
        <span className="tabular">{t('work.machinesOnline', { count: online })}</span>
      </Group>
    </Tooltip>
  );
}
