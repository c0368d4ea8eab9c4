import { Button, SegmentedControl, Text } from '@mantine/core';
import { UsageStatus } from '@open-ace/contracts/usage';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '#lib/trpc.ts';
import { useFormat } from '#lib/use-format.ts';
import { useMay } from '#modules/me/me.ts';
import { toolName } from '#modules/tool/tools.ts';
import { FilterBar } from '#ui/FilterBar.tsx';
import { FilterSelect } from '#ui/FilterSelect.tsx';
import { withChosen } from '#ui/with-chosen.ts';
import { toParam, type UsageFilterState } from '../usage-filters.ts';
import { UsagePeriod } from '../usage-period.ts';
import classes from './UsageFilterBar.module.css';

interface UsageFilterBarProps {
  state: UsageFilterState;
  /** Where single requests are listed, they can be told apart by how they ended and by the key that they went out with. */
  ofRequests?: {
    /** How many run now, in words; undefined until it is known. */
    running: string | undefined;
  };
  /** Instead of the period; null where the page has none. */
  period?: ReactNode;
  /** What concerns the list or the figures themselves. */
  view?: ReactNode;
  /** What the figures are compared with, where there are figures; null where records do not reach back that far. */
  comparedWith?: string | null;
}

/** How calls ended; those that run have a switch of their own. */
const endings = UsageStatus.exclude(['open']);

/** What all pages of use are narrowed by. The choices are what was ever used, so that none vanishes with another period. */
export function UsageFilterBar({ state, ofRequests, period, view, comparedWith }: UsageFilterBarProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { filters, range, change } = state;
  const isRunning = ofRequests !== undefined && filters.status === 'open';

  const shownRange = format.calendarRange(range.from, range.to);

  return (
    <FilterBar
      view={
        view ??
        (comparedWith !== undefined && (
          <Text span size="xs" c="dimmed" className={classes.period}>
            {comparedWith === null
              ? t('usage.notComparable', { range: shownRange })
              : t('usage.comparedWith', { range: shownRange, period: comparedWith })}
          </Text>
        ))
      }
    >
      {ofRequests && (
        <SegmentedControl
          aria-label={t('usage.which')}
          size="sm"
          value={isRunning ? 'open' : 'all'}
          data={[
            { value: 'all', label: t('usage.allRequests') },
            { value: 'open', label: ofRequests.running ?? t('usage.runningNow') },
          ]}
          onChange={(value) => change({ status: value === 'open' ? 'open' : undefined })}
        />
      )}
      {period}
      {!isRunning && period === undefined && <PeriodSwitch state={state} />}
      <NarrowingFilters state={state} withKeys={ofRequests !== undefined} />
      {ofRequests && !isRunning && (
        <FilterSelect
          label={t('usage.status')}
          all={t('usage.allStatuses')}
          value={filters.status}
          options={endings.options.map((value) => ({ value, label: t(`usage.status.${value}`) }))}
          onChange={(status) => change({ status })}
        />
      )}
    </FilterBar>
  );
}

function PeriodSwitch({ state: { filters, own, change } }: { state: UsageFilterState }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <SegmentedControl
        aria-label={t('usage.period')}
        size="sm"
        value={own ? '' : filters.period}
        data={UsagePeriod.options.map((value) => ({ value, label: t(`usage.period.${value}`) }))}
        onChange={(period) => change({ period: UsagePeriod.parse(period), from: undefined, to: undefined })}
      />
      {own && (
        <Button
          variant="default"
          fw={500}
          rightSection={<IconX size={14} />}
          aria-label={t('usage.clearDays', { range: format.calendarRange(own.from, own.to) })}
          onClick={() => change({ from: undefined, to: undefined })}
        >
          {format.calendarRange(own.from, own.to)}
        </Button>
      )}
    </>
  );
}

/** Whose and what. Keys are asked for where single requests are listed; elsewhere one stays that a link brought along. */
function NarrowingFilters({ state: { filters, change }, withKeys }: { state: UsageFilterState; withKeys: boolean }) {
  const { t } = useTranslation();
  const everyone = useMay()('admin_access');
  const tools = useQuery(trpc.usage.summary.queryOptions({})).data?.byTool ?? [];
  const models = useQuery(trpc.analysis.ranking.queryOptions({ by: 'model' })).data?.items ?? [];
  const people = useQuery(trpc.analysis.ranking.queryOptions({ by: 'person' }, { enabled: everyone })).data?.items ?? [];
  const providers = useQuery(trpc.analysis.ranking.queryOptions({ by: 'provider' })).data?.items ?? [];
  const projects = (useQuery(trpc.analysis.ranking.queryOptions({ by: 'project' })).data?.items ?? []).flatMap(({ id, name }) =>
    name === null ? [] : [{ value: id, label: name }],
  );
  const machines = useQuery(trpc.machine.list.queryOptions({ limit: 200 })).data?.items ?? [];

  const showsKeys = everyone && (withKeys || filters.providerKeyId !== undefined);
  const keys = useQuery(trpc.providerKey.list.queryOptions({ limit: 200 }, { enabled: showsKeys })).data?.items ?? [];
  return (
    <>
      <FilterSelect
        label={t('usage.tool')}
        all={t('usage.allTools')}
        value={filters.tool}
        options={withChosen(
          tools.map(({ tool }) => ({ value: toParam(tool), label: toolName(tool, t) })),
          filters.tool,
          filters.tool,
        )}
        onChange={(tool) => change({ tool })}
      />
      {everyone && (
        <FilterSelect
          label={t('usage.person')}
          all={t('usage.allPeople')}
          value={filters.person}
          options={withChosen(
            people.flatMap(({ id, name }) => (name === null ? [] : [{ value: id, label: name }])),
            filters.person,
            t('value.unknown'),
          )}
          onChange={(person) => change({ person })}
        />
      )}
      <FilterSelect
        label={t('usage.model')}
        all={t('usage.allModels')}
        value={filters.model}
        options={withChosen(
          models.map(({ id, name }) => ({
            value: toParam(id),
            label: name ?? t('usage.unnamedModel'),
          })),
          filters.model,
          filters.model,
        )}
        onChange={(model) => change({ model })}
      />
      <FilterSelect
        label={t('usage.machine')}
        all={t('usage.allMachines')}
        value={filters.machine}
        options={withChosen(
          machines.map(({ id, name }) => ({ value: id, label: name })),
          filters.machine,
          t('value.unknown'),
        )}
        onChange={(machine) => change({ machine })}
      />
      {(providers.length > 1 || filters.provider) && (
        <FilterSelect
          label={t('usage.provider')}
          all={t('usage.allProviders')}
          value={filters.provider}
          options={withChosen(
            providers.map(({ id, name }) => ({ value: toParam(id), label: name ?? t('analysis.none.provider') })),
            filters.provider,
            filters.provider,
          )}
          onChange={(provider) => change({ provider })}
        />
      )}
      {(projects.length > 0 || filters.project) && (
        <FilterSelect
          label={t('analysis.by.project')}
          all={t('usage.allProjects')}
          value={filters.project}
          options={withChosen(projects, filters.project, t('value.unknown'))}
          onChange={(project) => change({ project })}
        />
      )}
      {showsKeys && (
        <FilterSelect
          label={t('usage.key')}
          all={t('usage.allKeys')}
          value={filters.providerKeyId}
          options={withChosen(
            keys.map(({ id, name }) => ({ value: id, label: name })),
            filters.providerKeyId,
            t('value.unknown'),
          )}
          onChange={(providerKeyId) => change({ providerKeyId })}
        />
      )}
    </>
  );
}
