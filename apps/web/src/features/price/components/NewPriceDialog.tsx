import { Autocomplete, Modal, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import { trpc } from '#lib/trpc.ts';
import { useLeaveWhenSaved, useUnsaved } from '#lib/unsaved.ts';
import { FormError } from '#ui/FormError.tsx';
import { ModalActions } from '#ui/ModalActions.tsx';
import { pricesPage } from '../pages.ts';
import { priceValues } from '../rates.ts';
import { usePriceForm } from '../use-price-form.ts';
import { PriceFields } from './PriceFields.tsx';

/** A price for a model by its name, whether or not the table knows it. */
export function NewPriceDialog() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { search } = useLocation();
  usePageTitle(t('price.setNew'), t(pricesPage.title));
  const goTo = (query: string) => void navigate({ pathname: pricesPage.path, search: query }, { preventScrollReset: true });
  return (
    <Modal
      opened
      size={560}
      title={t('price.setNew')}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('action.close') }}
      onClose={() => goTo(search)}
    >
      <NewPriceForm
        onSaved={(model) => goTo(new URLSearchParams({ show: 'own', search: model }).toString())}
        onCancel={() => goTo(search)}
      />
    </Modal>
  );
}

function NewPriceForm({ onSaved, onCancel }: { onSaved: (model: string) => void; onCancel: () => void }) {
  const { t } = useTranslation();
  const providers = useQuery(trpc.price.list.queryOptions({ limit: 1 })).data?.providers ?? [];
  const { form, set, refusal, submit } = usePriceForm(priceValues('', ''));
  useUnsaved(form.isDirty() && !set.isSuccess);
  useLeaveWhenSaved(set.isSuccess, () => onSaved(set.data?.model ?? ''));
  return (
    <form noValidate autoComplete="off" onSubmit={submit}>
      <Stack gap={16}>
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing={12}>
          <TextInput
            data-autofocus
            required
            label={t('price.model')}
            description={t('price.modelHelp')}
            maxLength={200}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            {...form.getInputProps('model')}
          />
          <Autocomplete
            label={t('price.providerOptional')}
            description={t('price.providerHelp')}
            data={providers.filter(Boolean)}
            limit={20}
            maxLength={100}
            autoCapitalize="none"
            spellCheck={false}
            {...form.getInputProps('provider')}
          />
        </SimpleGrid>
        <PriceFields form={form} />
        <FormError error={refusal} />
      </Stack>
      <ModalActions submit={t('price.set')} busy={set.isPending} onCancel={onCancel} />
    </form>
  );
}
