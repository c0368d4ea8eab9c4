import { NumberInput, SimpleGrid, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { isCacheRate, type PriceValues, rateKinds } from '../rates.ts';

type PriceForm = Pick<UseFormReturnType<PriceValues>, 'getInputProps'>;

/** The four rates, and from when they apply. */
export function PriceFields({ form }: { form: PriceForm }) {
  const { t } = useTranslation();
  return (
    <>
      <div>
        <Text c="dimmed" size="xs" mb={8}>
          {t('price.perMillion')}
        </Text>
        <SimpleGrid cols={2} spacing={12}>
          {rateKinds.map((kind) => (
            <NumberInput
              key={kind}
              required={!isCacheRate(kind)}
              hideControls
              label={t(`price.kind.${kind}`)}
              placeholder={isCacheRate(kind) ? t('price.asInput') : undefined}
              prefix="$"
              min={0}
              max={1_000_000}
              clampBehavior="none"
              allowNegative={false}
              decimalScale={6}
              {...form.getInputProps(kind)}
            />
          ))}
        </SimpleGrid>
      </div>
      <TextInput
        type="datetime-local"
        label={t('price.effectiveFrom')}
        description={t('price.effectiveFromHelp')}
        {...form.getInputProps('effectiveFrom')}
      />
    </>
  );
}
