import { SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AgentFormState } from '../use-agent-form.ts';
import { code } from './code-field.ts';

/** Which versions are known to work, where they come from, and what to beware of. */
export function VersionFields({ form }: { form: AgentFormState }) {
  const { t } = useTranslation();
  return (
    <>
      <Textarea
        label={t('acpAgent.versionArgs')}
        description={t('acpAgent.versionArgsHelp')}
        minRows={1}
        maxRows={4}
        {...code}
        {...form.getInputProps('versionArgs')}
      />
      <SimpleGrid cols={2} spacing={12}>
        <TextInput label={t('acpAgent.testedFrom')} placeholder="1.2.3" maxLength={60} {...code} {...form.getInputProps('tested.from')} />
        <TextInput label={t('acpAgent.testedBelow')} placeholder="2.0.0" maxLength={60} {...code} {...form.getInputProps('tested.below')} />
      </SimpleGrid>
      <TextInput
        label={t('acpAgent.packageOptional')}
        description={t('acpAgent.packageHelp')}
        maxLength={200}
        {...code}
        {...form.getInputProps('package')}
      />
      <TextInput label={t('acpAgent.nodeOptional')} description={t('acpAgent.nodeHelp')} maxLength={100} {...form.getInputProps('node')} />
      <Textarea
        label={t('acpAgent.caveatOptional')}
        description={t('acpAgent.caveatHelp')}
        maxRows={6}
        maxLength={500}
        {...form.getInputProps('caveat')}
      />
    </>
  );
}
