import { BuiltInTool } from '@open-ace/contracts/tools';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '#lib/trpc.ts';
import { useMay } from '#modules/me/me.ts';
import { toolName } from '#modules/tool/tools.ts';
import { FilterBar } from '#ui/FilterBar.tsx';
import { FilterSelect } from '#ui/FilterSelect.tsx';
import { SearchField } from '#ui/SearchField.tsx';
import { withChosen } from '#ui/with-chosen.ts';
import { statusFilters, type useSessionFilters } from '../session-filters.ts';
import { stateWord } from './SessionState.tsx';

/** As many as the server gives at once. */
const mostChoices = 200;

interface SessionFilterBarProps {
  state: ReturnType<typeof useSessionFilters>;
  view: ReactNode;
}

export function SessionFilterBar({ state: { filters, change }, view }: SessionFilterBarProps) {
  const { t } = useTranslation();
  const seesPeople = useMay()('view_users');
  const people = useQuery(trpc.user.list.queryOptions({ limit: mostChoices }, { enabled: seesPeople })).data?.items ?? [];
  const machines = useQuery(trpc.machine.list.queryOptions({ limit: mostChoices })).data?.items ?? [];
  const tools = BuiltInTool.options.map((tool) => ({ value: tool, label: toolName(tool, t) }));
  return (
    <FilterBar view={view}>
      <SearchField label={t('sessions.search')} value={filters.search ?? ''} onSearch={(search) => change({ search })} />
      <FilterSelect
        label={t('sessions.status')}
        all={t('sessions.allStatuses')}
        value={filters.status}
        options={statusFilters.map((value) => ({ value, label: value === 'open' ? t('sessions.goingOn') : stateWord(value, t) }))}
        onChange={(status) => change({ status })}
      />
      {(seesPeople || filters.person) && (
        <FilterSelect
          label={t('sessions.person')}
          all={t('sessions.allPeople')}
          value={filters.person}
          options={withChosen(
            people.map(({ id, displayName }) => ({ value: id, label: displayName })),
            filters.person,
            t('value.unknown'),
          )}
          onChange={(person) => change({ person })}
        />
      )}
      <FilterSelect
        label={t('session.machine')}
        all={t('sessions.allMachines')}
        value={filters.machine}
        options={withChosen(
          machines.map(({ id, name }) => ({ value: id, label: name })),
          filters.machine,
          t('value.unknown'),
        )}
        onChange={(machine) => change({ machine })}
      />
      <FilterSelect
        label={t('session.tool')}
        all={t('sessions.allTools')}
        value={filters.tool}
        options={withChosen(tools, filters.tool, filters.tool)}
        onChange={(tool) => change({ tool })}
      />
    </FilterBar>
  );
}
