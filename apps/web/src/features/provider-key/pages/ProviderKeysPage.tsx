import { Button } from '@mantine/core';
import { Provider } from '@open-ace/contracts/provider-key';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation, useParams } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import { trpc } from '#lib/trpc.ts';
import { EmptyPanel } from '#ui/EmptyPanel.tsx';
import { FilterBar } from '#ui/FilterBar.tsx';
import { FilterSelect } from '#ui/FilterSelect.tsx';
import { PagedTable } from '#ui/PagedTable.tsx';
import { KeyTabs } from '../components/KeyTabs.tsx';
import { keyColumns } from '../components/key-columns.tsx';
import { KeyOutcome, useKeyFilters, viewKeys } from '../key-filters.ts';
import { newProviderKeyPath, providerKeysPage } from '../pages.ts';

/** As many as the server gives at once: nobody has more keys, so all of them can be filtered here. */
const pageSize = 200;

/** How keys fare is told by no subscription; a pause after a failure lasts ten seconds and more. */
const refetchInterval = 15_000;

/** The list; a row's drawer and the form for a new key are its child routes. */
export function ProviderKeysPage() {
  const { t } = useTranslation();
  const { providerKeyId } = useParams();
  const { search } = useLocation();
  const { view, filtered, change, clear } = useKeyFilters();
  const list = useInfiniteQuery(
    trpc.providerKey.list.infiniteQueryOptions({ limit: pageSize }, { getNextPageParam: (page) => page.nextCursor, refetchInterval }),
  );
  usePageTitle(t(providerKeysPage.title));
  const addButton = (
    <Button component={Link} to={{ pathname: newProviderKeyPath, search }} leftSection={<IconPlus size={15} />}>
      {t('providerKey.add')}
    </Button>
  );
  const keys = list.data?.pages.flatMap(({ items }) => items);
  const shown = { ...list, data: keys && { pages: [{ items: viewKeys(keys, view) }] } };
  const none = keys?.length === 0;
  return (
    <>
      <KeyTabs purpose={t('providerKey.purpose')} actions={!none && addButton} />
      <PagedTable
        label={t(providerKeysPage.title)}
        columns={keyColumns(t)}
        query={shown}
        rowKey={(key) => key.id}
        rowLabel={(key) => key.name}
        rowLink={(key) => ({ pathname: `${providerKeysPage.path}/${key.id}`, search })}
        openKey={providerKeyId}
        errorTitle={t('providerKey.loadFailed')}
        summary={(count, complete) => t(complete ? 'providerKey.count' : 'providerKey.countShown', { count })}
        filters={
          <FilterBar>
            <FilterSelect
              label={t('providerKey.provider')}
              all={t('providerKey.allProviders')}
              value={view.provider}
              options={Provider.options.map((value) => ({ value, label: t(`providerKey.provider.${value}`) }))}
              onChange={(provider) => change({ provider })}
            />
            <FilterSelect
              label={t('providerKey.test')}
              all={t('providerKey.allOutcomes')}
              value={view.test}
              options={KeyOutcome.options.map((value) => ({
                value,
                label: value === 'none' ? t('providerKey.notTested') : t(`providerKey.outcome.${value}`),
              }))}
              onChange={(test) => change({ test })}
            />
          </FilterBar>
        }
        filtered={filtered && !none}
        onClearFilters={clear}
        empty={<EmptyPanel icon={IconKey} title={t('providerKey.none')} description={t('providerKey.noneAdvice')} action={addButton} />}
      />
      <Outlet />
    </>
  );
}
