import { Divider, Skeleton } from '@mantine/core';
import { useForm } from '@mantine/form';
import { randomId } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { GatewaySettings } from '@open-ace/contracts/gateway';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { showFieldErrors } from '#lib/errors.ts';
import { startFrom } from '#lib/forms.ts';
import { queryClient, trpc } from '#lib/trpc.ts';
import { DrawerForm } from '#ui/DrawerForm.tsx';
import { FormSection } from '#ui/FormSection.tsx';
import { type AliasRow, aliasesOf, aliasFaults } from '../aliases.ts';
import { useSeenModels } from '../use-seen-models.ts';
import { AliasRows } from './AliasRows.tsx';
import { ModelsInput } from './ModelsInput.tsx';

type Values = { allowedModels: string[]; aliases: AliasRow[] };

const valuesOf = ({ allowedModels, aliases }: GatewaySettings): Values => ({
  allowedModels,
  aliases: aliases.map((row) => ({ key: randomId(), ...row })),
});

const allowedRule = GatewaySettings.shape.allowedModels;

/** What a tenant allows at its LLM doors. */
export function ModelsForm({ settings }: { settings: GatewaySettings }) {
  const { t } = useTranslation();
  const seenModels = useSeenModels();
  const [refusal, setRefusal] = useState<unknown>(null);
  const form = useForm<Values>({
    initialValues: valuesOf(settings),
    validate: ({ allowedModels, aliases }) => ({
      ...(!allowedRule.safeParse(allowedModels).success && { allowedModels: t('providerKey.modelsRule') }),
      ...Object.fromEntries(Object.entries(aliasFaults(aliases)).map(([field, fault]) => [field, t(`gateway.aliasFault.${fault}`)])),
    }),
  });
  const update = useMutation(
    trpc.gateway.updateSettings.mutationOptions({
      onSuccess: (saved) => {
        startFrom(form, valuesOf(saved));
        setRefusal(null);
        queryClient.setQueryData(trpc.gateway.settings.queryKey(), saved);
        notifications.show({ message: t('gateway.saved') });
      },
      onError: (error) => setRefusal(showFieldErrors(form, error, t) ? null : error),
    }),
  );
  const { allowedModels, aliases } = form.values;

  return (
    <DrawerForm
      form={form}
      saving={update.isPending}
      refusal={refusal}
      onSubmit={form.onSubmit((values) => update.mutate({ allowedModels: values.allowedModels, aliases: aliasesOf(values.aliases) }))}
    >
      <ModelsSections
        allowed={
          <ModelsInput
            label={t('gateway.allowed')}
            description={allowedModels.length === 0 ? t('gateway.everyModelAllowed') : t('gateway.onlyTheseAllowed')}
            chosen={allowedModels}
            {...form.getInputProps('allowedModels')}
          />
        }
        aliases={
          <AliasRows
            rows={aliases}
            allowedModels={allowedModels}
            models={seenModels}
            inputProps={(index, field) => form.getInputProps(`aliases.${index}.${field}`)}
            onAdd={() => form.insertListItem('aliases', { key: randomId(), alias: '', model: '' })}
            onRemove={(index) => form.removeListItem('aliases', index)}
          />
        }
      />
    </DrawerForm>
  );
}

/** The form before there is anything to fill it with. */
export function ModelsFormSkeleton() {
  return <ModelsSections allowed={<Skeleton h={32} mt={26} mb={22} />} aliases={<Skeleton h={32} mt={26} mb={42} />} />;
}

function ModelsSections({ allowed, aliases }: { allowed: ReactNode; aliases: ReactNode }) {
  const { t } = useTranslation();
  return (
    <>
      <FormSection title={t('gateway.allowedModels')} help={t('gateway.allowedModelsHelp')}>
        {allowed}
      </FormSection>
      <Divider />
      <FormSection title={t('gateway.aliases')} help={t('gateway.aliasesHelp')}>
        {aliases}
      </FormSection>
    </>
  );
}
