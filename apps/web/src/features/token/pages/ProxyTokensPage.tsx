import { Button } from '@mantine/core';
import { IconTicket } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import { trpc } from '#lib/trpc.ts';
import { EmptyPanel } from '#ui/EmptyPanel.tsx';
import { PagedTable } from '#ui/PagedTable.tsx';
import { EndedSwitch } from '../components/EndedSwitch.tsx';
import { proxyTokenColumns } from '../components/proxy-token-columns.tsx';
import { TokenTabs } from '../components/TokenTabs.tsx';
import { everyApiTokenPage, proxyTokensPage } from '../pages.ts';
import { useEndedFilter } from '../token-filters.ts';

/** Tokens come and go with their sessions, and are renewed while they are used. */
const refetchInterval = 15_000;

/** What the CLIs of sessions hold in place of a provider's key. */
export function ProxyTokensPage() {
  const { t } = useTranslation();
  const { ended, setEnded } = useEndedFilter();
  const list = useInfiniteQuery(
    trpc.proxyToken.list.infiniteQueryOptions(
      { ended },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData, refetchInterval },
    ),
  );
  usePageTitle(t(proxyTokensPage.title));
  return (
    <>
      <TokenTabs purpose={t('proxyToken.purpose')} />
      <EndedSwitch ended={ended} onChange={setEnded} />
      <PagedTable
        label={t(proxyTokensPage.title)}
        columns={proxyTokenColumns(t)}
        query={list}
        rowKey={(token) => token.id}
        rowLabel={(token) => token.session?.title ?? t('proxyToken.goneSession')}
        errorTitle={t('proxyToken.loadFailed')}
        summary={(count, complete) => t(complete ? 'token.count' : 'token.countShown', { count })}
        filters={null}
        filtered={false}
        onClearFilters={() => setEnded(false)}
        empty={
          <EmptyPanel
            icon={IconTicket}
            title={ended ? t('proxyToken.none') : t('proxyToken.noneActive')}
            description={t('proxyToken.noneAdvice')}
            action={
              <Button component={Link} to={everyApiTokenPage.path} variant="default">
                {t('proxyToken.toApiTokens')}
              </Button>
            }
          />
        }
      />
    </>
  );
}
