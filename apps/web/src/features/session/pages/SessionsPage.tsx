import { Button } from '@mantine/core';
import { IconMessages, IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation, useParams } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import { trpc } from '#lib/trpc.ts';
import { useFormat } from '#lib/use-format.ts';
import { useMay } from '#modules/me/me.ts';
import { ColumnMenu, useShownColumns } from '#ui/ColumnMenu.tsx';
import { EmptyPanel } from '#ui/EmptyPanel.tsx';
import { PagedTable } from '#ui/PagedTable.tsx';
import { PageHeader } from '#ui/PageHeader.tsx';
import { SessionFilterBar } from '../components/SessionFilterBar.tsx';
import { hiddenAtFirst, sessionColumns } from '../components/session-columns.tsx';
import { newSessionPage, sessionsPage } from '../pages.ts';
import { useSessionFilters } from '../session-filters.ts';
import { sessionsOf } from '../session-list.ts';
import { useLiveSessions } from '../use-live-sessions.ts';

/** Everybody's sessions, as far as the viewer may see them; a row's drawer is its child route. */
export function SessionsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const admin = useMay()('admin_access');
  const { sessionId } = useParams();
  const { search: urlSearch } = useLocation();
  const state = useSessionFilters();
  const list = useInfiniteQuery(
    trpc.session.list.infiniteQueryOptions(state.query, {
      getNextPageParam: (page) => page.nextCursor,
      placeholderData: keepPreviousData,
    }),
  );
  const table = { table: 'sessions', columns: sessionColumns(t, format), hiddenAtFirst };
  const columns = useShownColumns(table);
  useLiveSessions(list.refetch, sessionId);
  usePageTitle(t(sessionsPage.title));

  return (
    <>
      <PageHeader title={t(sessionsPage.title)} purpose={t(admin ? 'sessions.purpose' : 'sessions.purposeOwn')} />
      <PagedTable
        scrolls
        label={t(sessionsPage.title)}
        columns={columns}
        query={{ ...list, data: list.data && { pages: [{ items: sessionsOf(list.data.pages) }] } }}
        rowKey={(session) => session.id}
        rowLabel={(session) => session.title}
        rowLink={(session) => ({ pathname: `${sessionsPage.path}/${session.id}`, search: urlSearch })}
        openKey={sessionId}
        errorTitle={t('sessions.loadFailed')}
        summary={(count, complete) => t(complete ? 'sessions.count' : 'sessions.countShown', { count })}
        filters={<SessionFilterBar state={state} view={<ColumnMenu {...table} />} />}
        filtered={state.filtered}
        onClearFilters={state.clear}
        empty={
          <EmptyPanel
            icon={IconMessages}
            title={t('sessions.none')}
            description={t('sessions.noneAdvice')}
            action={
              <Button component={Link} to={newSessionPage.path} leftSection={<IconPlus size={15} />}>
                {t('session.new')}
              </Button>
            }
          />
        }
      />
      <Outlet />
    </>
  );
}
