import { MultiSelect, NumberInput, SimpleGrid, Stack, Switch } from '@mantine/core';
import type { GetInputPropsReturnType } from '@mantine/form';
import type { Provider } from '@open-ace/contracts/provider-key';
import { BuiltInTool } from '@open-ace/contracts/tools';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '#lib/trpc.ts';
import { toolName } from '#modules/tool/tools.ts';
import { choosesResponses, type RoutingValues } from '../routing.ts';
import { ModelsInput } from './ModelsInput.tsx';

interface RoutingFieldsProps {
  provider: Provider;
  /** As they are now. */
  values: Pick<RoutingValues, 'models' | 'machineIds' | 'tools'>;
  inputProps: (field: keyof RoutingValues, options?: { type: 'checkbox' }) => GetInputPropsReturnType;
}

/** Which calls go out with a key, and how: the same fields for a new key and for one that is there. */
export function RoutingFields({ provider, values: { models, machineIds, tools }, inputProps }: RoutingFieldsProps) {
  const { t } = useTranslation();
  return (
    <Stack gap={16}>
      <SimpleGrid cols={2} spacing={16}>
        <NumberInput
          label={t('providerKey.priority')}
          description={t('providerKey.priorityHelp')}
          min={1}
          max={100}
          allowDecimal={false}
          clampBehavior="none"
          {...inputProps('priority')}
        />
        <NumberInput
          label={t('providerKey.weight')}
          description={t('providerKey.weightHelp')}
          min={1}
          max={100}
          allowDecimal={false}
          clampBehavior="none"
          {...inputProps('weight')}
        />
      </SimpleGrid>
      <ModelsInput label={t('providerKey.models')} description={t('providerKey.modelsHelp')} chosen={models} {...inputProps('models')} />
      <MachinesField chosen={machineIds} {...inputProps('machineIds')} />
      <MultiSelect
        searchable
        label={t('providerKey.tools')}
        description={t('providerKey.toolsHelp')}
        placeholder={tools.length === 0 ? t('providerKey.everyTool') : undefined}
        data={BuiltInTool.options.map((tool) => ({ value: tool, label: toolName(tool, t) }))}
        nothingFoundMessage={t('filter.nothingFound')}
        {...inputProps('tools')}
      />
      {choosesResponses(provider) && (
        <Switch
          label={t('providerKey.speaksResponses')}
          description={t('providerKey.speaksResponsesHelp')}
          {...inputProps('speaksResponses', { type: 'checkbox' })}
        />
      )}
      <Switch
        label={t('providerKey.attribution')}
        description={t('providerKey.attributionHelp')}
        {...inputProps('attribution', { type: 'checkbox' })}
      />
    </Stack>
  );
}

/** A machine that is chosen may have been removed since; it is shown as chosen all the same. */
function MachinesField({ chosen, ...input }: { chosen: readonly string[] } & GetInputPropsReturnType) {
  const { t } = useTranslation();
  const machines = useQuery(trpc.machine.list.queryOptions({ limit: 200 })).data?.items;
  const there = machines?.map(({ id, name }) => ({ value: id, label: name })) ?? [];
  const gone = chosen.filter((id) => !there.some(({ value }) => value === id));
  const goneLabel = machines ? t('providerKey.machineGone') : '…';
  return (
    <MultiSelect
      searchable
      label={t('providerKey.machines')}
      description={t('providerKey.machinesHelp')}
      placeholder={chosen.length === 0 ? t('providerKey.everyMachine') : undefined}
      data={[...there, ...gone.map((id) => ({ value: id, label: goneLabel }))]}
      nothingFoundMessage={t('filter.nothingFound')}
      {...input}
    />
  );
}
