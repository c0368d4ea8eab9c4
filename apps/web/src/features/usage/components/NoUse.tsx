import { Button, EmptyState, Paper, Progress, Text } from '@mantine/core';
import type { CollectionStatus } from '@open-ace/contracts/collection';
import { IconCalendarOff, IconChartHistogram, IconDeviceDesktopPlus, IconHistory, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { trpc } from '#lib/trpc.ts';
import { useFormat } from '#lib/use-format.ts';
import { useNow } from '#lib/use-now.ts';
import { SourceList } from '#modules/collection/SourceList.tsx';
import { progressOf } from '#modules/collection/source-state.ts';
import { newMachinePath } from '#modules/machine/paths.ts';
import { useMay } from '#modules/me/me.ts';
import { EmptyPanel } from '#ui/EmptyPanel.tsx';
import type { UsageFilterState } from '../usage-filters.ts';
import { ReadNow } from './CollectionStrip.tsx';
import { DashboardSkeleton } from './DashboardSkeleton.tsx';
import classes from './NoUse.module.css';

/** The ledger is empty. Why, and the one thing that fills it, depends on whether there is a machine and whether it is being read. */
export function NothingYet({ collection }: { collection: CollectionStatus | undefined }) {
  const { t } = useTranslation();
  const admin = useMay()('admin_access');
  const machines = useQuery(trpc.machine.list.queryOptions({ limit: 1 }));
  const now = useNow();
  if (!collection || !machines.data) return <DashboardSkeleton />;
  if (progressOf(collection, now).reading) return <BeingRead collection={collection} />;
  if (machines.data.items.length === 0) {
    return (
      <EmptyPanel
        icon={IconDeviceDesktopPlus}
        title={t('usage.noMachine')}
        description={admin ? t('usage.noMachineAdvice') : t('usage.noMachineAsk')}
        action={
          admin && (
            <Button component={Link} to={newMachinePath} leftSection={<IconPlus size={15} />}>
              {t('machine.add')}
            </Button>
          )
        }
      />
    );
  }
  return (
    <>
      <EmptyPanel
        icon={IconChartHistogram}
        title={t('usage.nothingYet')}
        description={t('usage.nothingYetAdvice')}
        action={
          admin ? (
            <ReadNow filled />
          ) : (
            <Button component={Link} to="/work">
              {t('usage.toWork')}
            </Button>
          )
        }
      />
      {collection.sources.length > 0 && <Sources>{<SourceList withMachine sources={collection.sources} />}</Sources>}
    </>
  );
}

function BeingRead({ collection }: { collection: CollectionStatus }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { bytesRead, bytesTotal } = progressOf(collection, useNow());
  const share = bytesTotal > 0 ? bytesRead / bytesTotal : 0;
  return (
    <Paper>
      <EmptyState
        pt={72}
        pb={32}
        px={16}
        size="sm"
        icon={<IconHistory size={30} stroke={1.5} />}
        title={t('usage.beingRead')}
        description={t('usage.beingReadAdvice')}
      >
        <div className={classes.progress}>
          <Progress value={share * 100} size={6} aria-label={t('collection.reading')} />
          <Text size="xs" c="dimmed" ta="center" mt={6} className="tabular">
            {format.percent(share)} · {t('collection.bytes', { read: format.bytes(bytesRead), total: format.bytes(bytesTotal) })}
          </Text>
        </div>
      </EmptyState>
      <div className={classes.sources}>
        <SourceList withMachine sources={collection.sources} />
      </div>
    </Paper>
  );
}

function Sources({ children }: { children: ReactNode }) {
  return (
    <Paper mt={12} p={16}>
      {children}
    </Paper>
  );
}

/** There is use, but none that fits: the widest period, or no filters, shows it. */
export function NothingInPeriod({ state: { narrowed, change, clear } }: { state: UsageFilterState }) {
  const { t } = useTranslation();
  return (
    <EmptyPanel
      icon={IconCalendarOff}
      title={t('usage.nothingInPeriod')}
      description={narrowed ? t('usage.nothingFits') : t('usage.nothingInPeriodAdvice')}
      action={
        narrowed ? (
          <Button variant="default" onClick={clear}>
            {t('filter.clear')}
          </Button>
        ) : (
          <Button variant="default" onClick={() => change({ period: '90d', from: undefined, to: undefined })}>
            {t('usage.widen')}
          </Button>
        )
      }
    />
  );
}
