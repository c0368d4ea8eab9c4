import { Button, SegmentedControl } from '@mantine/core';
import { IconPlus, IconReceipt2 } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation, useParams } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import { trpc } from '#lib/trpc.ts';
import { useFormat } from '#lib/use-format.ts';
import { useMay } from '#modules/me/me.ts';
import { useUsageChanges } from '#modules/usage/live.ts';
import { EmptyPanel } from '#ui/EmptyPanel.tsx';
import { FilterBar } from '#ui/FilterBar.tsx';
import { FilterSelect } from '#ui/FilterSelect.tsx';
import { PagedTable } from '#ui/PagedTable.tsx';
import { PageHeader } from '#ui/PageHeader.tsx';
import { SearchField } from '#ui/SearchField.tsx';
import { priceColumns } from '../components/price-columns.tsx';
import { UnpricedNotice } from '../components/UnpricedNotice.tsx';
import { newPricePath, pricePath, pricesPage } from '../pages.ts';
import { usePriceFilters } from '../price-filters.ts';
import { reloadUnpriced } from '../store-price.ts';

/** What models cost; a model's drawer and the form for another one are its child routes. */
export function PricesPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const admin = useMay()('admin_access');
  const { provider: openProvider, model: openModel } = useParams();
  const { search: urlSearch } = useLocation();
  const { search, provider, show, query, filtered, change, clear } = usePriceFilters();
  const list = useInfiniteQuery(
    trpc.price.list.infiniteQueryOptions(query, { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData }),
  );
  useUsageChanges(reloadUnpriced);
  usePageTitle(t(pricesPage.title));
  const providers = list.data?.pages[0]?.providers.filter(Boolean) ?? [];
  const setButton = admin && (
    <Button component={Link} to={{ pathname: newPricePath, search: urlSearch }} preventScrollReset leftSection={<IconPlus size={15} />}>
      {t('price.setNew')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t(pricesPage.title)} purpose={t('price.purpose')} actions={setButton} />
      <UnpricedNotice />
      <PagedTable
        label={t(pricesPage.title)}
        columns={priceColumns(t, format)}
        query={list}
        rowKey={(price) => pricePath(price.provider, price.model)}
        rowLabel={(price) => price.model}
        rowLink={(price) => ({ pathname: pricePath(price.provider, price.model), search: urlSearch })}
        openKey={openProvider !== undefined && openModel !== undefined ? pricePath(openProvider, openModel) : undefined}
        errorTitle={t('price.loadFailed')}
        summary={(count, complete) => t(complete ? 'price.count' : 'price.countShown', { count })}
        filters={
          <FilterBar>
            <SearchField label={t('price.search')} value={search ?? ''} onSearch={(text) => change({ search: text })} />
            <SegmentedControl
              aria-label={t('price.source')}
              size="sm"
              value={show}
              data={[
                { value: 'all', label: t('price.all') },
                { value: 'own', label: t('price.ownOnly') },
              ]}
              onChange={(value) => change({ show: value })}
            />
            <FilterSelect
              label={t('price.provider')}
              all={t('price.allProviders')}
              value={provider}
              options={providers.map((value) => ({ value, label: value }))}
              onChange={(value) => change({ provider: value })}
            />
          </FilterBar>
        }
        filtered={filtered}
        onClearFilters={clear}
        empty={<EmptyPanel icon={IconReceipt2} title={t('price.none')} description={t('price.noneAdvice')} action={setButton} />}
      />
      <Outlet />
    </>
  );
}
