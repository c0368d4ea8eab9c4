import { Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import type { ProviderKey } from '@open-ace/contracts/provider-key';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { showFieldErrors } from '#lib/errors.ts';
import { obeys, startFrom } from '#lib/forms.ts';
import { trpc } from '#lib/trpc.ts';
import { DrawerForm } from '#ui/DrawerForm.tsx';
import { DrawerSection } from '#ui/RowDrawer.tsx';
import { baseUrlRule, keyRules, usualBaseUrl } from '../key-fields.ts';
import { routingInput, routingOf, routingRules } from '../routing.ts';
import { storeKey } from '../store-key.ts';
import { RoutingFields } from './RoutingFields.tsx';
import { SecretInput } from './SecretInput.tsx';

const valuesOf = (key: ProviderKey) => ({ name: key.name, baseUrl: key.baseUrl, apiKey: '', ...routingOf(key) });

interface KeyFormProps {
  providerKey: ProviderKey;
  /** Another key or another address is stored: what the last test said is not about it. */
  onReplaced: () => void;
}

/** Everything but the provider can be changed; the key itself can only be replaced. */
export function KeyForm({ providerKey, onReplaced }: KeyFormProps) {
  const { t } = useTranslation();
  const [refusal, setRefusal] = useState<unknown>(null);
  const rules = keyRules(t);
  const form = useForm({
    initialValues: valuesOf(providerKey),
    validate: {
      name: rules.name,
      baseUrl: obeys(baseUrlRule, t('providerKey.baseUrlRule')),
      apiKey: rules.apiKeyIfAny,
      ...routingRules(t),
    },
  });

  const update = useMutation(
    trpc.providerKey.update.mutationOptions({
      // What was sent may hold a key; nothing keeps it once it is stored.
      gcTime: 0,
      onSuccess: (saved, { apiKey, baseUrl }) => {
        startFrom(form, valuesOf(saved));
        setRefusal(null);
        storeKey(saved);
        notifications.show({ message: t('providerKey.saved', { name: saved.name }) });
        if (apiKey !== undefined || baseUrl !== undefined) onReplaced();
      },
      onError: (error) => setRefusal(showFieldErrors(form, error, t) ? null : error),
    }),
  );
  const submit = form.onSubmit(({ name, baseUrl, apiKey, ...routing }) =>
    update.mutate({
      providerKeyId: providerKey.id,
      ...(form.isDirty('name') && { name: name.trim() }),
      ...(form.isDirty('baseUrl') && { baseUrl: baseUrl.trim() }),
      ...(apiKey.trim() && { apiKey: apiKey.trim() }),
      ...routingInput(routing, providerKey.provider, (field) => form.isDirty(field)),
    }),
  );

  return (
    <DrawerForm form={form} saving={update.isPending} refusal={refusal} onSubmit={submit}>
      <DrawerSection title={t('providerKey.settings')}>
        <Stack gap={16}>
          <TextInput label={t('providerKey.name')} maxLength={80} autoComplete="off" {...form.getInputProps('name')} />
          <TextInput
            label={t('providerKey.baseUrl')}
            description={usualBaseUrl(providerKey.provider) ? t('providerKey.baseUrlHelpEdit') : t('providerKey.baseUrlHelpCompatible')}
            placeholder={usualBaseUrl(providerKey.provider)}
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            {...form.getInputProps('baseUrl')}
          />
          <SecretInput
            label={t('providerKey.replaceKey')}
            description={t('providerKey.replaceKeyHelp')}
            placeholder={t('providerKey.keepKey')}
            {...form.getInputProps('apiKey')}
          />
        </Stack>
      </DrawerSection>
      <DrawerSection title={t('providerKey.routing')}>
        <RoutingFields
          provider={providerKey.provider}
          values={form.values}
          inputProps={(field, options) => form.getInputProps(field, options)}
        />
      </DrawerSection>
    </DrawerForm>
  );
}
