import { Button } from '@mantine/core';
import { IconApi, IconHelp, IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import { trpc } from '#lib/trpc.ts';
import { useMe } from '#modules/me/me.ts';
import { EmptyPanel } from '#ui/EmptyPanel.tsx';
import { PagedTable } from '#ui/PagedTable.tsx';
import { PageHeader } from '#ui/PageHeader.tsx';
import { apiTokenColumns } from '../components/api-token-columns.tsx';
import { EndedSwitch } from '../components/EndedSwitch.tsx';
import { apiTokensPage, howToPath, newApiTokenPath } from '../pages.ts';
import { useEndedFilter } from '../token-filters.ts';

/** One's own, of Work; the forms for a new one and for what to do with it are its child routes. */
export function ApiTokensPage() {
  const { t } = useTranslation();
  const { search } = useLocation();
  const mayCall = useMe().role !== 'readonly';
  const { ended, setEnded } = useEndedFilter();
  const list = useInfiniteQuery(
    trpc.apiToken.list.infiniteQueryOptions({ ended }, { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData }),
  );
  usePageTitle(t(apiTokensPage.title));
  const none = list.data?.pages[0]?.items.length === 0 && !list.isPlaceholderData;
  const createButton = mayCall && (
    <Button component={Link} to={{ pathname: newApiTokenPath, search }} leftSection={<IconPlus size={15} />}>
      {t('apiToken.create')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t(apiTokensPage.title)} purpose={t('apiToken.purpose')} actions={!none && createButton} />
      <EndedSwitch ended={ended} onChange={setEnded}>
        <Button component={Link} to={{ pathname: howToPath, search }} variant="default" leftSection={<IconHelp size={15} />}>
          {t('apiToken.howTo')}
        </Button>
      </EndedSwitch>
      <PagedTable
        label={t(apiTokensPage.title)}
        columns={apiTokenColumns(t, false)}
        query={list}
        rowKey={(token) => token.id}
        rowLabel={(token) => token.name}
        errorTitle={t('apiToken.loadFailed')}
        summary={(count, complete) => t(complete ? 'token.count' : 'token.countShown', { count })}
        filters={null}
        filtered={false}
        onClearFilters={() => setEnded(false)}
        empty={
          <EmptyPanel
            icon={IconApi}
            title={t('apiToken.none')}
            description={mayCall ? t('apiToken.noneAdvice') : t('error.reason.readonly_role')}
            action={createButton}
          />
        }
      />
      <Outlet />
    </>
  );
}
