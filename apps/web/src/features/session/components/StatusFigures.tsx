import { Group, Text, Tooltip } from '@mantine/core';
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

/** `YYYY-MM-DD` in a zone: the day in which the server counts. */
function dayIn(timeZone: string, now: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(now);
}

/** One's own use today, live. */
export function UseToday() {
  return useMay()('view_dashboard') ? <OwnUseToday /> : null;
}

function OwnUseToday() {
  const { t } = useTranslation();
  const me = useMe();
  const format = useFormat();
  const day = dayIn(me.timeZone, useNow());
  const today = { from: day, to: day, userId: me.id };
  const usage = useQuery(trpc.usage.summary.queryOptions(today));
  if (!usage.data) return null;
  const { requests } = usage.data;
  return (
    <Tooltip label={t('work.todayHelp', { day: format.calendarDate(day), timeZone: me.timeZone })}>
      <Group gap={16} wrap="nowrap">
        <Text span inherit>
          {t('work.tokensToday')}{' '}
          <Text span inherit c="var(--ace-text)">
            <Figure value={totalTokens(usage.data)} unit={t('session.tokens')} />
          </Text>
        </Text>
        <Text span inherit>
          {t('work.requestsToday')}{' '}
          <Text span inherit c="var(--ace-text)">
            <Figure value={requests} unit={t('work.requestsUnit')} />
          </Text>
        </Text>
      </Group>
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
