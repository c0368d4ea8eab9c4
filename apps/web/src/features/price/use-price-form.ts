import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import type { PriceOverride } from '@open-ace/contracts/price';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { showFieldErrors } from '#lib/errors.ts';
import { trpc } from '#lib/trpc.ts';
import { isRate, type PriceValues, setPriceInput } from './rates.ts';
import { reloadPrices } from './store-price.ts';

interface SavedForm {
  reset: () => void;
  setInitialValues: (values: PriceValues) => void;
  setValues: (values: PriceValues) => void;
}

/** What can be set of a price, and its way to the server. */
export function usePriceForm(initialValues: PriceValues, onSaved?: (saved: PriceOverride, form: SavedForm) => void) {
  const { t } = useTranslation();
  const [refusal, setRefusal] = useState<unknown>(null);
  const rate = (value: unknown) => (isRate(value) ? null : t('price.rateRule'));
  const optionalRate = (value: unknown) => (value === '' ? null : rate(value));
  const form = useForm<PriceValues>({
    initialValues,
    validate: {
      model: (model) => (model.trim() === '' ? t('price.modelRule') : null),
      input: rate,
      output: rate,
      cacheRead: optionalRate,
      cacheWrite: optionalRate,
    },
  });
  const set = useMutation(
    trpc.price.set.mutationOptions({
      onSuccess: (saved) => {
        setRefusal(null);
        notifications.show({ message: t('price.saved', { model: saved.model }) });
        reloadPrices();
        onSaved?.(saved, form);
      },
      onError: (error) => setRefusal(showFieldErrors(form, error, t) ? null : error),
    }),
  );
  const submit = form.onSubmit((values) => set.mutate(setPriceInput(values)));
  return { form, set, refusal, submit };
}
