import { Button, Group } from '@mantine/core';
import { acpPresets } from '@open-ace/contracts/acp-presets';
import { IconPlus, IconRobot } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation, useParams } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import { trpc } from '#lib/trpc.ts';
import { EmptyPanel } from '#ui/EmptyPanel.tsx';
import { FilterBar } from '#ui/FilterBar.tsx';
import { FilterSelect } from '#ui/FilterSelect.tsx';
import { PagedTable } from '#ui/PagedTable.tsx';
import { PageHeader } from '#ui/PageHeader.tsx';
import { SearchField } from '#ui/SearchField.tsx';
import { useAgentFilters, Vendor, viewAgents } from '../agent-filters.ts';
import { agentColumns } from '../components/agent-columns.tsx';
import { acpAgentPath, acpAgentsPage, newAcpAgentPath, startPath } from '../pages.ts';
import { useMachines } from '../use-machines.ts';

/** There are fifty at most, and they come at once. */
const whole = { isPlaceholderData: false, isFetchNextPageError: false, hasNextPage: false, isFetchingNextPage: false };

/** The list; a row's drawer and the choice of what to begin with are its child routes. */
export function AcpAgentsPage() {
  const { t } = useTranslation();
  const { agentId } = useParams();
  const { search } = useLocation();
  const { view, filtered, change, clear } = useAgentFilters();
  const list = useQuery(trpc.acpAgent.list.queryOptions());
  const machines = useMachines();
  usePageTitle(t(acpAgentsPage.title));
  const agents = list.data?.items;
  const none = agents?.length === 0;
  const addButton = (
    <Button component={Link} to={{ pathname: newAcpAgentPath, search }} preventScrollReset leftSection={<IconPlus size={15} />}>
      {t('acpAgent.add')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t(acpAgentsPage.title)} purpose={t('acpAgent.purpose')} actions={!none && addButton} />
      <PagedTable
        label={t(acpAgentsPage.title)}
        columns={agentColumns(t, machines.data)}
        query={{
          ...whole,
          data: agents && { pages: [{ items: viewAgents(agents, view) }] },
          error: list.error,
          fetchNextPage: list.refetch,
          refetch: list.refetch,
        }}
        rowKey={(agent) => agent.id}
        rowLabel={(agent) => agent.name}
        rowLink={(agent) => ({ pathname: acpAgentPath(agent.id), search })}
        openKey={agentId}
        errorTitle={t('acpAgent.loadFailed')}
        summary={(count) => t('acpAgent.count', { count })}
        filters={
          <FilterBar>
            <SearchField label={t('acpAgent.search')} value={view.search ?? ''} onSearch={(text) => change({ search: text })} />
            <FilterSelect
              label={t('acpAgent.door')}
              all={t('acpAgent.allDoors')}
              value={view.vendor}
              options={Vendor.options.map((value) => ({ value, label: t(`acpAgent.door.${value}`) }))}
              onChange={(vendor) => change({ vendor })}
            />
          </FilterBar>
        }
        filtered={filtered && !none}
        onClearFilters={clear}
        empty={
          <EmptyPanel
            icon={IconRobot}
            title={t('acpAgent.none')}
            description={t('acpAgent.noneAdvice')}
            action={
              <Group gap={8} justify="center">
                {addButton}
                {acpPresets.map(({ id, name }) => (
                  <Button key={id} component={Link} to={startPath(id)} variant="default">
                    {t('acpAgent.addPreset', { name })}
                  </Button>
                ))}
              </Group>
            }
          />
        }
      />
      <Outlet />
    </>
  );
}
