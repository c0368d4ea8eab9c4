import { ActionIcon, Button, SegmentedControl } from '@mantine/core';
import { MachineStatus } from '@open-ace/contracts/machine';
import { BuiltInTool } from '@open-ace/contracts/tools';
import { IconAdjustments, IconDeviceDesktopPlus, IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation, useParams } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import { trpc } from '#lib/trpc.ts';
import { newMachinePath } from '#modules/machine/paths.ts';
import { useMay } from '#modules/me/me.ts';
import { toolName } from '#modules/tool/tools.ts';
import { EmptyPanel } from '#ui/EmptyPanel.tsx';
import { FilterBar } from '#ui/FilterBar.tsx';
import { FilterSelect } from '#ui/FilterSelect.tsx';
import { PagedTable } from '#ui/PagedTable.tsx';
import { PageHeader } from '#ui/PageHeader.tsx';
import { SearchField } from '#ui/SearchField.tsx';
import { machineColumns } from '../components/machine-columns.tsx';
import { useMachineFilters } from '../machine-filters.ts';
import { countByStatus, viewMachines } from '../machine-view.ts';
import { drawerPath, everyDefaultPath, machinesPage } from '../pages.ts';
import { vitalsRefreshMs } from '../vitals.ts';

/** As many as the server gives at once: with all of them here, states can be counted, filtered and sorted by. */
const pageSize = 200;

/** The list; a row's drawer and the way to add a machine are its child routes. */
export function MachinesPage() {
  const { t } = useTranslation();
  const admin = useMay()('admin_access');
  const { machineId, part } = useParams();
  const { search: urlSearch } = useLocation();
  const { search, view, filtered, change, clear } = useMachineFilters();
  const list = useInfiniteQuery(
    trpc.machine.list.infiniteQueryOptions(
      { limit: pageSize, ...(search && { search }) },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData, refetchInterval: vitalsRefreshMs },
    ),
  );
  usePageTitle(t(machinesPage.title));

  const machines = list.data?.pages.flatMap(({ items }) => items);
  const counts = countByStatus(machines ?? []);
  const none = machines?.length === 0 && !filtered && !list.isPlaceholderData;
  const states = MachineStatus.options.filter((status) => status !== 'updating' || counts.updating > 0);
  const shown = { ...list, data: machines && { pages: [{ items: viewMachines(machines, view) }] } };
  const addButton = (
    <Button component={Link} to={{ pathname: newMachinePath, search: urlSearch }} leftSection={<IconPlus size={15} />}>
      {t('machine.add')}
    </Button>
  );

  return (
    <>
      <PageHeader
        title={t(machinesPage.title)}
        purpose={admin ? t('machine.purpose') : t('machine.purposeOwn')}
        actions={
          admin &&
          !none && (
            <>
              <EveryDefaultButton search={urlSearch} />
              {addButton}
            </>
          )
        }
      />
      <PagedTable
        label={t(machinesPage.title)}
        columns={machineColumns(t)}
        query={shown}
        rowKey={(machine) => machine.id}
        rowLabel={(machine) => machine.name}
        rowLink={(machine) => ({ pathname: drawerPath(machine.id, part), search: urlSearch })}
        openKey={machineId}
        sort={view.sort}
        onSort={({ field, descending }) => change({ sort: descending ? `-${field}` : field })}
        errorTitle={t('machine.loadFailed')}
        summary={(count, complete) => t(complete ? 'machine.count' : 'machine.countShown', { count })}
        filters={
          <FilterBar>
            <SearchField label={t('machine.search')} value={search ?? ''} onSearch={(text) => change({ search: text })} />
            <SegmentedControl
              aria-label={t('machine.status')}
              size="sm"
              value={view.status ?? ''}
              data={[
                { value: '', label: t('machine.countAll', { count: machines?.length ?? 0 }) },
                ...states.map((status) => ({
                  value: status,
                  label: t('machine.countStatus', { status: t(`machine.status.${status}`), count: counts[status] }),
                })),
              ]}
              onChange={(status) => change({ status: states.find((each) => each === status) })}
            />
            <FilterSelect
              label={t('machine.tool')}
              all={t('machine.allTools')}
              value={view.tool}
              options={BuiltInTool.options.map((tool) => ({ value: tool, label: toolName(tool, t) }))}
              onChange={(tool) => change({ tool })}
            />
          </FilterBar>
        }
        filtered={filtered}
        onClearFilters={clear}
        empty={
          <EmptyPanel
            icon={IconDeviceDesktopPlus}
            title={t('machine.none')}
            description={admin ? t('machine.noneAdvice') : t('machine.noneAsk')}
            action={admin && addButton}
          />
        }
      />
      <Outlet />
    </>
  );
}

function EveryDefaultButton({ search }: { search: string }) {
  const { t } = useTranslation();
  const to = { pathname: everyDefaultPath, search };
  const label = t('machine.everyDefault');
  return (
    <>
      <Button variant="default" component={Link} to={to} visibleFrom="sm" leftSection={<IconAdjustments size={15} />}>
        {label}
      </Button>
      <ActionIcon variant="default" size="lg" component={Link} to={to} hiddenFrom="sm" aria-label={label}>
        <IconAdjustments size={16} />
      </ActionIcon>
    </>
  );
}
