import { Button, Text } from '@mantine/core';
import { IconActivity, IconArrowUp, IconListDetails } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Outlet, useLocation, useParams } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import { trpc } from '#lib/trpc.ts';
import { useFormat } from '#lib/use-format.ts';
import { costOf, totalTokens } from '#modules/usage/figures.ts';
import { ColumnMenu, useShownColumns } from '#ui/ColumnMenu.tsx';
import { EmptyPanel } from '#ui/EmptyPanel.tsx';
import { PagedTable } from '#ui/PagedTable.tsx';
import { PageHeader } from '#ui/PageHeader.tsx';
import { hiddenAtFirst, requestColumns } from '../components/request-columns.tsx';
import { UsageFilterBar } from '../components/UsageFilterBar.tsx';
import { requestsPage } from '../pages.ts';
import { type UsageFilterState, useUsageFilters } from '../usage-filters.ts';
import { useLiveRequests, useRunning } from '../use-live-requests.ts';
import { useLiveFigures } from '../use-live-usage.ts';
import classes from './RequestsPage.module.css';

/** The rows behind every figure of use, and the calls that run now; a row's drawer is its child route. */
export function RequestsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { eventId } = useParams();
  const { search: urlSearch } = useLocation();
  const state = useUsageFilters();
  const { filters, narrowed, narrowing, clear } = state;
  // What runs is of now, whatever the period.
  const isRunning = filters.status === 'open';
  const query = { ...(isRunning ? narrowing : state.query), ...(filters.status && { status: filters.status }) };
  const list = useInfiniteQuery(
    trpc.usage.events.infiniteQueryOptions(query, {
      getNextPageParam: (page) => page.nextCursor,
      placeholderData: keepPreviousData,
    }),
  );
  const { newer, show } = useLiveRequests(query, narrowing, list, eventId !== undefined);
  const table = { table: 'requests', columns: requestColumns(t, format), hiddenAtFirst };
  const columns = useShownColumns(table);
  useLiveFigures();
  usePageTitle(t(requestsPage.title));

  return (
    <>
      <PageHeader title={t(requestsPage.title)} purpose={t('usage.requestsPurpose')} />
      <UsageFilterBar state={state} ofRequests={{ running: useRunningWords(state) }} view={<ColumnMenu {...table} />} />
      <Sums state={state} />
      {newer && (
        <div className={classes.newer}>
          <Button size="xs" leftSection={<IconArrowUp size={14} />} onClick={show}>
            {t('usage.showNew')}
          </Button>
        </div>
      )}
      <PagedTable
        scrolls
        label={t(requestsPage.title)}
        columns={columns}
        query={list}
        rowKey={(event) => event.id}
        rowLabel={(event) => event.model || t('usage.request')}
        rowLink={(event) => ({ pathname: `${requestsPage.path}/${event.id}`, search: urlSearch })}
        openKey={eventId}
        errorTitle={t('usage.requestsLoadFailed')}
        summary={(count, complete) => t(complete ? 'usage.requestCount' : 'usage.requestCountShown', { count })}
        // The period is always on, so the filters stay whatever they leave.
        filters={null}
        filtered={narrowed || (filters.status !== undefined && !isRunning)}
        onClearFilters={clear}
        empty={
          isRunning ? (
            <EmptyPanel icon={IconActivity} title={t('usage.nothingRuns')} description={t('usage.nothingRunsAdvice')} />
          ) : (
            <EmptyPanel icon={IconListDetails} title={t('usage.nothingInPeriod')} description={t('usage.nothingInPeriodAdvice')} />
          )
        }
      />
      <Outlet context={list.data?.pages.flatMap((page) => page.items)} />
    </>
  );
}

function useRunningWords({ narrowing }: UsageFilterState): string | undefined {
  const { t } = useTranslation();
  const format = useFormat();
  const running = useRunning(narrowing);
  if (!running) return undefined;
  const calls = `${format.exact(running.items.length)}${running.nextCursor ? '+' : ''}`;
  return t('usage.runningNowCount', { calls });
}

/** What the rows come to, as the figures say it; they do not tell rows apart by how they ended. */
function Sums({ state: { query, filters } }: { state: UsageFilterState }) {
  const { t } = useTranslation();
  const format = useFormat();
  const summary = useQuery(trpc.usage.summary.queryOptions(query, { placeholderData: keepPreviousData })).data;
  const parts = summary && [
    t('usage.exactRequests', { count: summary.requests }),
    t('usage.note.failed', { count: summary.failedRequests }),
    t('usage.shortTokens', { tokens: format.compact(totalTokens(summary)) }),
    format.usd(costOf(summary)),
  ];
  return (
    <Text size="xs" c="dimmed" mb={8} className={`tabular ${classes.sums}`}>
      {parts && !filters.status && parts.join(' · ')}
    </Text>
  );
}
