import { Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AgentFormState } from '../use-agent-form.ts';
import { code } from './code-field.ts';

/** How it is told its model, and where its credentials are. */
export function ModelFields({ form }: { form: AgentFormState }) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        label={t('acpAgent.modelTemplate')}
        description={t('acpAgent.modelTemplateHelp')}
        maxLength={200}
        {...code}
        {...form.getInputProps('model')}
      />
      <Switch
        label={t('acpAgent.needsModel')}
        description={t('acpAgent.needsModelHelp')}
        {...form.getInputProps('needsModel', { type: 'checkbox' })}
      />
      <TextInput
        label={t('acpAgent.authMethodOptional')}
        description={t('acpAgent.authMethodHelp')}
        maxLength={100}
        {...code}
        {...form.getInputProps('authMethod')}
      />
    </>
  );
}
