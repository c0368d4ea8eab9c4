import { IconApi } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { usePageTitle } from '#lib/page-title.ts';
import { trpc } from '#lib/trpc.ts';
import { EmptyPanel } from '#ui/EmptyPanel.tsx';
import { PagedTable } from '#ui/PagedTable.tsx';
import { apiTokenColumns } from '../components/api-token-columns.tsx';
import { EndedSwitch } from '../components/EndedSwitch.tsx';
import { TokenTabs } from '../components/TokenTabs.tsx';
import { apiTokensPage, proxyTokensPage } from '../pages.ts';
import { useEndedFilter } from '../token-filters.ts';

/** What everybody made for their own programs, so that any of it can be ended. */
export function EveryApiTokenPage() {
  const { t } = useTranslation();
  const { ended, setEnded } = useEndedFilter();
  const list = useInfiniteQuery(
    trpc.apiToken.list.infiniteQueryOptions(
      { everyone: true, ended },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData },
    ),
  );
  usePageTitle(t(apiTokensPage.title), t(proxyTokensPage.title));
  return (
    <>
      <TokenTabs purpose={t('apiToken.everyonePurpose')} />
      <EndedSwitch ended={ended} onChange={setEnded} />
      <PagedTable
        label={t(apiTokensPage.title)}
        columns={apiTokenColumns(t, true)}
        query={list}
        rowKey={(token) => token.id}
        rowLabel={(token) => token.name}
        errorTitle={t('apiToken.loadFailed')}
        summary={(count, complete) => t(complete ? 'token.count' : 'token.countShown', { count })}
        filters={null}
        filtered={false}
        onClearFilters={() => setEnded(false)}
        empty={<EmptyPanel icon={IconApi} title={t('apiToken.noneOfAnybody')} description={t('apiToken.noneOfAnybodyAdvice')} />}
      />
    </>
  );
}
