import { AuditAction, AuditOutcome } from '@open-ace/contracts/audit';
import { IconListSearch } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Outlet, useLocation, useParams } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import { trpc } from '#lib/trpc.ts';
import { EmptyPanel } from '#ui/EmptyPanel.tsx';
import { FilterBar } from '#ui/FilterBar.tsx';
import { FilterSelect } from '#ui/FilterSelect.tsx';
import { PagedTable } from '#ui/PagedTable.tsx';
import { PageHeader } from '#ui/PageHeader.tsx';
import { PeriodFilter } from '#ui/PeriodFilter.tsx';
import { SearchField } from '#ui/SearchField.tsx';
import { useAuditFilters } from '../audit-filters.ts';
import { auditColumns } from '../components/audit-columns.tsx';
import { auditPage } from '../pages.ts';

export function AuditPage() {
  const { t } = useTranslation();
  const { entryId } = useParams();
  const { search: urlSearch } = useLocation();
  const { search, action, outcome, period, from, to, query, filtered, change, clear } = useAuditFilters();
  const list = useInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions(query, { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData }),
  );
  usePageTitle(t('audit.title'));

  return (
    <>
      <PageHeader title={t('audit.title')} purpose={t('audit.purpose')} />
      <PagedTable
        label={t('audit.title')}
        columns={auditColumns(t)}
        query={list}
        rowKey={(entry) => entry.id}
        rowLabel={(entry) => t(`audit.action.${entry.action}`)}
        rowLink={(entry) => ({ pathname: `${auditPage.path}/${entry.id}`, search: urlSearch })}
        openKey={entryId}
        filters={
          <FilterBar>
            <SearchField label={t('audit.search')} value={search ?? ''} onSearch={(text) => change({ search: text })} />
            <FilterSelect
              label={t('audit.column.action')}
              all={t('audit.allActions')}
              value={action}
              options={AuditAction.options.map((value) => ({ value, label: t(`audit.action.${value}`) }))}
              onChange={(value) => change({ action: value })}
            />
            <FilterSelect
              label={t('audit.column.outcome')}
              all={t('audit.allOutcomes')}
              value={outcome}
              options={AuditOutcome.options.map((value) => ({ value, label: t(`audit.outcome.${value}`) }))}
              onChange={(value) => change({ outcome: value })}
            />
            <PeriodFilter value={{ period, from, to }} onChange={change} />
          </FilterBar>
        }
        errorTitle={t('audit.loadFailed')}
        summary={(count, complete) => t(complete ? 'audit.count' : 'audit.countShown', { count })}
        filtered={filtered}
        onClearFilters={clear}
        empty={<EmptyPanel icon={IconListSearch} title={t('audit.empty')} description={t('audit.emptyAdvice')} />}
      />
      <Outlet context={list.data?.pages.flatMap((page) => page.items)} />
    </>
  );
}
