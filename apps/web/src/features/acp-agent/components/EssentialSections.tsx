import { Divider, SegmentedControl, SimpleGrid, Text, Textarea, TextInput } from '@mantine/core';
import type { ChangeEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { FormSection } from '#ui/FormSection.tsx';
import { Vendor } from '../agent-filters.ts';
import { proposeId } from '../propose-id.ts';
import type { AgentFormState } from '../use-agent-form.ts';
import { code } from './code-field.ts';
import { ModeFields } from './ModeFields.tsx';

interface EssentialSectionsProps {
  form: AgentFormState;
  isNew: boolean;
  /** The id follows the name until somebody types another one. */
  proposesId: boolean;
}

/** What every agent needs. */
export function EssentialSections({ form, isNew, proposesId }: EssentialSectionsProps) {
  const { t } = useTranslation();
  const { vendor } = form.values;
  return (
    <>
      <FormSection title={t('acpAgent.whatItIs')} help={t('acpAgent.whatItIsHelp')}>
        <NameFields form={form} isNew={isNew} proposesId={proposesId} />
        <TextInput
          required
          label={t('acpAgent.program')}
          description={t('acpAgent.programHelp')}
          maxLength={100}
          {...code}
          {...form.getInputProps('program')}
        />
        <Textarea
          label={t('acpAgent.argsOptional')}
          description={t('acpAgent.argsHelp')}
          maxRows={8}
          {...code}
          {...form.getInputProps('args')}
        />
      </FormSection>
      <Divider />
      <FormSection title={t('acpAgent.calls')} help={t('acpAgent.callsHelp')}>
        <div>
          <SegmentedControl
            aria-label={t('acpAgent.door')}
            size="sm"
            fullWidth
            data={Vendor.options.map((value) => ({ value, label: t(`acpAgent.door.${value}`) }))}
            value={vendor}
            onChange={(value) => form.setFieldValue('vendor', value)}
          />
          <Text c="dimmed" size="xs" mt={6}>
            {t(`acpAgent.doorHelp.${vendor}`)}
          </Text>
        </div>
      </FormSection>
      <Divider />
      <FormSection title={t('acpAgent.modes')} help={t('acpAgent.modesHelp')}>
        <ModeFields form={form} />
      </FormSection>
    </>
  );
}

function NameFields({ form, isNew, proposesId }: EssentialSectionsProps) {
  const { t } = useTranslation();
  const name = form.getInputProps('name');
  const rename = (event: ChangeEvent<HTMLInputElement>) => {
    const { name: before, id } = form.values;
    if (proposesId && id === proposeId(before)) form.setFieldValue('id', proposeId(event.currentTarget.value));
    name.onChange(event);
  };
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing={12}>
      <TextInput
        required
        label={t('acpAgent.name')}
        description={t('acpAgent.nameHelp')}
        maxLength={60}
        autoComplete="off"
        {...name}
        onChange={rename}
      />
      <TextInput
        required={isNew}
        disabled={!isNew}
        label={t('acpAgent.id')}
        description={t(isNew ? 'acpAgent.idHelp' : 'acpAgent.idStays')}
        maxLength={40}
        {...code}
        {...form.getInputProps('id')}
      />
    </SimpleGrid>
  );
}
