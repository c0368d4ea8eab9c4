import { Button, Paper } from '@mantine/core';
import { IconListDetails } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import { trpc } from '#lib/trpc.ts';
import { useCollectionStatus } from '#modules/collection/collection-status.ts';
import { useMay } from '#modules/me/me.ts';
import { hasUse } from '#modules/usage/figures.ts';
import { ErrorState } from '#ui/ErrorState.tsx';
import { PageHeader } from '#ui/PageHeader.tsx';
import { CollectionStrip, StripSkeleton } from '../components/CollectionStrip.tsx';
import { DashboardFigures } from '../components/DashboardFigures.tsx';
import { DashboardSkeleton } from '../components/DashboardSkeleton.tsx';
import { NothingInPeriod, NothingYet } from '../components/NoUse.tsx';
import { UsageFilterBar } from '../components/UsageFilterBar.tsx';
import { dashboardPage } from '../pages.ts';
import { useRequestsLink, useUsageFilters } from '../usage-filters.ts';
import { useComparedWith } from '../use-compared-with.ts';
import { useFigures } from '../use-figures.ts';
import { useLiveFigures } from '../use-live-usage.ts';

/** What was spent, by whom and on what; all of it from one ledger, and kept up to date in place. */
export function DashboardPage() {
  const { t } = useTranslation();
  const everyone = useMay()('admin_access');
  const requestsLink = useRequestsLink();
  const state = useUsageFilters();
  const comparedWith = useComparedWith(state);
  const ever = useQuery(trpc.usage.summary.queryOptions({}));
  const collection = useCollectionStatus();
  const { figures, error, stale, retry } = useFigures(state);
  useLiveFigures();
  usePageTitle(t(dashboardPage.title));

  function content() {
    if (!figures && error) {
      return (
        <Paper>
          <ErrorState title={t('usage.loadFailed')} error={error} onRetry={retry} />
        </Paper>
      );
    }
    if (!figures || !ever.data) return <DashboardSkeleton />;
    if (!stale && !hasUse(figures.summary)) return <NothingInPeriod state={state} />;
    return <DashboardFigures figures={figures} state={state} comparedWith={comparedWith} stale={stale} />;
  }

  const purpose = everyone ? t('usage.purpose') : t('usage.purposeOwn');
  const header = (
    <PageHeader
      title={t(dashboardPage.title)}
      purpose={purpose}
      actions={
        <Button component={Link} to={requestsLink()} variant="default" leftSection={<IconListDetails size={15} />}>
          {t('usage.viewRequests')}
        </Button>
      }
    />
  );
  if (ever.data && !hasUse(ever.data)) {
    return (
      <>
        <PageHeader title={t(dashboardPage.title)} purpose={purpose} />
        <NothingYet collection={collection.data} />
      </>
    );
  }
  return (
    <>
      {header}
      <UsageFilterBar state={state} comparedWith={figures?.comparable === false ? null : comparedWith} />
      {collection.data && <CollectionStrip status={collection.data} />}
      {collection.isPending && <StripSkeleton />}
      {content()}
    </>
  );
}
