import { TextInput } from '@mantine/core';
import { randomId } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { PairRows } from '#ui/PairRows.tsx';
import type { AgentFormState } from '../use-agent-form.ts';
import { code } from './code-field.ts';

/** Variables in pairs of name and value. */
export function EnvironmentRows({ form }: { form: AgentFormState }) {
  const { t } = useTranslation();
  return (
    <PairRows
      label={t('acpAgent.environment')}
      rows={form.values.env}
      none={t('acpAgent.noVariables')}
      between="="
      first={(_row, index, ref) => (
        <TextInput ref={ref} label={t('acpAgent.variable')} maxLength={100} {...code} {...form.getInputProps(`env.${index}.name`)} />
      )}
      second={(_row, index) => (
        <TextInput label={t('acpAgent.variableValue')} maxLength={4000} {...code} {...form.getInputProps(`env.${index}.value`)} />
      )}
      removeLabel={({ name }) => t('acpAgent.removeVariable', { name: name.trim() || t('acpAgent.newVariable') })}
      addLabel={t('acpAgent.addVariable')}
      most={50}
      onAdd={() => form.insertListItem('env', { key: randomId(), name: '', value: '' })}
      onRemove={(index) => form.removeListItem('env', index)}
    />
  );
}
