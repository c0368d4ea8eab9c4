import { Button, Collapse, Group, Paper, Progress, Skeleton, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { CollectionStatus } from '@open-ace/contracts/collection';
import { IconAlertTriangle, IconChevronDown, IconClockCheck, IconHistory, IconRefresh } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { failureText } from '#lib/errors.ts';
import { queryClient, trpc } from '#lib/trpc.ts';
import { useFormat } from '#lib/use-format.ts';
import { useNow } from '#lib/use-now.ts';
import { SourceList } from '#modules/collection/SourceList.tsx';
import { progressOf } from '#modules/collection/source-state.ts';
import { useMay } from '#modules/me/me.ts';
import { Ago } from '#ui/Ago.tsx';
import classes from './CollectionStrip.module.css';

/** How fresh the figures are, in one line that stays as high as it is: progress while history is read, the last read otherwise. */
export function CollectionStrip({ status }: { status: CollectionStatus }) {
  const { t } = useTranslation();
  const may = useMay();
  const [open, setOpen] = useState(false);
  const detailsId = useId();
  const { sources } = status;
  return (
    <Paper className={classes.strip}>
      <div className={classes.line}>
        <div className={classes.summary}>
          <Summary status={status} />
        </div>
        <Group gap={4} wrap="nowrap" className={classes.actions}>
          {sources.length > 0 && (
            <Button
              size="xs"
              variant="subtle"
              color="gray"
              aria-expanded={open}
              aria-controls={detailsId}
              rightSection={<IconChevronDown size={14} className={classes.chevron} data-open={open || undefined} />}
              onClick={() => setOpen(!open)}
            >
              {t('collection.details')}
            </Button>
          )}
          {may('admin_access') && <ReadNow />}
        </Group>
      </div>
      <Collapse expanded={open} id={detailsId} transitionDuration={0}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: many sources scroll, and keys must be able to scroll them */}
        <section className={classes.details} tabIndex={0} aria-label={t('collection.details')}>
          <SourceList withMachine sources={sources} />
          <NextRun status={status} />
        </section>
      </Collapse>
    </Paper>
  );
}

/** Holds its place until it is known. */
export function StripSkeleton() {
  return (
    <Paper className={classes.strip}>
      <div className={classes.line}>
        <Skeleton h={10} w={190} />
      </div>
    </Paper>
  );
}

function Summary({ status }: { status: CollectionStatus }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { reading, bytesRead, bytesTotal, rows, troubled, freshAt } = progressOf(status, useNow());
  if (reading) {
    const share = bytesTotal > 0 ? bytesRead / bytesTotal : 0;
    return (
      <>
        <IconHistory size={15} className={classes.icon} aria-hidden />
        <Text span className={classes.name}>
          {t('collection.reading')}
        </Text>
        <Progress value={share * 100} className={classes.bar} aria-label={t('collection.reading')} />
        <Text span size="xs" className="tabular">
          {format.percent(share)}
        </Text>
        <Text span size="xs" c="dimmed" truncate className={`tabular ${classes.wide}`}>
          {t('collection.bytes', { read: format.bytes(bytesRead), total: format.bytes(bytesTotal) })} ·{' '}
          {t('collection.rows', { count: rows })}
        </Text>
      </>
    );
  }
  return (
    <>
      <IconClockCheck size={15} className={classes.icon} aria-hidden />
      <Text span truncate>
        {freshAt ? (
          <>
            {t('collection.freshAt')} <Ago phrase date={freshAt} />
          </>
        ) : (
          t('collection.nothingRead')
        )}
      </Text>
      {troubled > 0 && (
        <Group gap={4} wrap="nowrap" className={classes.trouble}>
          <IconAlertTriangle size={14} aria-hidden />
          <Text span size="xs" c="var(--ace-severity-warning-text)" truncate>
            {t('collection.troubled', { count: troubled })}
          </Text>
        </Group>
      )}
    </>
  );
}

/** The server reads by itself every few minutes; when it does next is worth a line. */
function NextRun({ status: { nextRunAt, lastRun } }: { status: CollectionStatus }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const text = format.sentences([
    nextRunAt && t('collection.nextRun', { wait: format.duration(Math.max(0, Date.parse(nextRunAt) - now)) }),
    lastRun?.outcome === 'failed' && t('collection.lastRunFailed'),
  ]);
  if (!text) return null;
  return (
    <Text size="xs" c="dimmed" mt={12}>
      {text}
    </Text>
  );
}

/** Asks every machine for what may be missing; answers when all have. */
export function ReadNow({ filled }: { filled?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const run = useMutation(
    trpc.collection.run.mutationOptions({
      onSuccess: ({ added, machines, unreachable }) => {
        void queryClient.invalidateQueries(trpc.collection.status.queryFilter());
        void queryClient.invalidateQueries(trpc.usage.pathFilter());
        notifications.show({
          message: format.sentences([
            t('collection.added', { count: added }),
            t('collection.fromMachines', { count: machines }),
            unreachable > 0 && t('collection.unreachable', { count: unreachable }),
          ]),
        });
      },
      onError: (error) => notifications.show({ color: 'red', title: t('collection.runFailed'), message: failureText(error, t) }),
    }),
  );
  return (
    <Button
      size={filled ? 'sm' : 'xs'}
      variant={filled ? 'filled' : 'subtle'}
      {...(!filled && { color: 'gray' })}
      leftSection={<IconRefresh size={14} />}
      loading={run.isPending}
      onClick={() => run.mutate(undefined)}
    >
      {t('collection.readNow')}
    </Button>
  );
}
