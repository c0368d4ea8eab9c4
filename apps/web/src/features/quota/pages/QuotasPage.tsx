import { Button } from '@mantine/core';
import { QuotaSubjectType } from '@open-ace/contracts/quota';
import { IconGauge, IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation, useParams } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import { trpc } from '#lib/trpc.ts';
import { useFormat } from '#lib/use-format.ts';
import { EmptyPanel } from '#ui/EmptyPanel.tsx';
import { FilterBar } from '#ui/FilterBar.tsx';
import { FilterSelect } from '#ui/FilterSelect.tsx';
import { PagedTable } from '#ui/PagedTable.tsx';
import { PageHeader } from '#ui/PageHeader.tsx';
import { quotaColumns } from '../components/quota-columns.tsx';
import { useLiveQuotas } from '../live-quotas.ts';
import { newQuotaPath, quotasPage } from '../pages.ts';
import { sortQuotas, useQuotaFilters } from '../quota-view.ts';
import { wordsOf } from '../quota-words.ts';

/** As many as the server gives at once: with all of them here they can be sorted by how they stand. */
const pageSize = 200;

/** The list; a row's drawer and the form for a new budget are its child routes. */
export function QuotasPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { quotaId } = useParams();
  const { search } = useLocation();
  const { subjectType, sort, change, clear } = useQuotaFilters();
  const list = useInfiniteQuery(
    trpc.quota.list.infiniteQueryOptions(
      { limit: pageSize, ...(subjectType && { subjectType }) },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData },
    ),
  );
  useLiveQuotas();
  usePageTitle(t(quotasPage.title));

  const quotas = list.data?.pages.flatMap(({ items }) => items);
  const shown = { ...list, data: quotas && { pages: [{ items: sortQuotas(quotas, sort) }] } };
  const none = quotas?.length === 0 && !subjectType;
  const addButton = (
    <Button component={Link} to={{ pathname: newQuotaPath, search }} leftSection={<IconPlus size={15} />}>
      {t('quota.add')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t(quotasPage.title)} purpose={t('quota.purpose')} actions={!none && addButton} />
      <PagedTable
        label={t(quotasPage.title)}
        columns={quotaColumns(t, format)}
        query={shown}
        rowKey={(quota) => quota.id}
        rowLabel={(quota) => wordsOf(quota, t, format)}
        rowLink={(quota) => ({ pathname: `${quotasPage.path}/${quota.id}`, search })}
        openKey={quotaId}
        sort={sort}
        onSort={({ field, descending }) => change({ sort: descending ? `-${field}` : field })}
        errorTitle={t('quota.loadFailed')}
        summary={(count, complete) => t(complete ? 'quota.count' : 'quota.countShown', { count })}
        filters={
          <FilterBar>
            <FilterSelect
              label={t('quota.subject')}
              all={t('quota.allSubjects')}
              value={subjectType}
              options={QuotaSubjectType.options.map((value) => ({ value, label: t(`quota.subject.${value}`) }))}
              onChange={(value) => change({ for: value })}
            />
          </FilterBar>
        }
        filtered={subjectType !== undefined}
        onClearFilters={clear}
        empty={<EmptyPanel icon={IconGauge} title={t('quota.none')} description={t('quota.noneAdvice')} action={addButton} />}
      />
      <Outlet context={quotas} />
    </>
  );
}
