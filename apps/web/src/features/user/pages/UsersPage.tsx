import { Button, SegmentedControl } from '@mantine/core';
import { Role } from '@open-ace/contracts/permissions';
import { UserStatus } from '@open-ace/contracts/user';
import { IconPlus, IconUsers } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation, useParams } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import { trpc } from '#lib/trpc.ts';
import { useMay } from '#modules/me/me.ts';
import { EmptyPanel } from '#ui/EmptyPanel.tsx';
import { FilterBar } from '#ui/FilterBar.tsx';
import { FilterSelect } from '#ui/FilterSelect.tsx';
import { PagedTable } from '#ui/PagedTable.tsx';
import { PageHeader } from '#ui/PageHeader.tsx';
import { SearchField } from '#ui/SearchField.tsx';
import { userColumns } from '../components/user-columns.tsx';
import { newUserPath, usersPage } from '../pages.ts';
import { useUserFilters } from '../user-filters.ts';

/** The list; a row's drawer and the form for a new person are its child routes. */
export function UsersPage() {
  const { t } = useTranslation();
  const may = useMay();
  const { userId } = useParams();
  const { search: urlSearch } = useLocation();
  const { search, role, status, sort, query, change, clear } = useUserFilters();
  const list = useInfiniteQuery(
    trpc.user.list.infiniteQueryOptions(query, { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData }),
  );
  usePageTitle(t('user.title'));

  const createButton = may('create_user') && (
    <Button component={Link} to={{ pathname: newUserPath, search: urlSearch }} leftSection={<IconPlus size={15} />}>
      {t('user.create')}
    </Button>
  );

  return (
    <>
      <PageHeader title={t('user.title')} purpose={t('user.purpose')} actions={createButton} />
      <PagedTable
        label={t('user.title')}
        columns={userColumns(t)}
        query={list}
        rowKey={(user) => user.id}
        rowLabel={(user) => user.displayName}
        rowLink={(user) => ({ pathname: `${usersPage.path}/${user.id}`, search: urlSearch })}
        openKey={userId}
        sort={sort}
        onSort={({ field, descending }) => change({ sort: descending ? `-${field}` : field })}
        filters={
          <FilterBar>
            <SearchField label={t('user.search')} value={search ?? ''} onSearch={(text) => change({ search: text })} />
            <SegmentedControl
              aria-label={t('user.status')}
              size="sm"
              value={status}
              data={UserStatus.options.map((value) => ({ value, label: t(`user.status.${value}`) }))}
              onChange={(value) => change({ status: value })}
            />
            <FilterSelect
              label={t('user.role')}
              all={t('user.allRoles')}
              value={role}
              options={Role.options.map((value) => ({ value, label: t(`role.${value}`) }))}
              onChange={(value) => change({ role: value })}
            />
          </FilterBar>
        }
        errorTitle={t('user.loadFailed')}
        summary={(count, complete) => t(complete ? 'user.count' : 'user.countShown', { count })}
        filtered={Boolean(search || role || status !== 'active')}
        onClearFilters={clear}
        empty={<EmptyPanel icon={IconUsers} title={t('user.none')} description={t('user.noneAdvice')} action={createButton} />}
      />
      <Outlet />
    </>
  );
}
