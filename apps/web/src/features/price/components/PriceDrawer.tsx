import { Select, Stack, Text } from '@mantine/core';
import type { ModelPrice } from '@open-ace/contracts/price';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useParams } from 'react-router';
import { startFrom } from '#lib/forms.ts';
import { usePageTitle } from '#lib/page-title.ts';
import { useFormat } from '#lib/use-format.ts';
import { useMay } from '#modules/me/me.ts';
import { DrawerBody } from '#ui/DrawerBody.tsx';
import { DrawerForm } from '#ui/DrawerForm.tsx';
import { Facts } from '#ui/Facts.tsx';
import { DrawerSection, RowDrawer } from '#ui/RowDrawer.tsx';
import { pricesPage, providerOf } from '../pages.ts';
import { priceValues, rateKinds, rateText } from '../rates.ts';
import { useModelPrice } from '../use-model-price.ts';
import { usePriceForm } from '../use-price-form.ts';
import { PriceFields } from './PriceFields.tsx';
import { PriceHistory } from './PriceHistory.tsx';
import { ProviderName } from './price-columns.tsx';

/** What a model costs, and the way to set it; also for a model that has no price yet. */
export function PriceDrawer() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { search } = useLocation();
  const params = useParams();
  const admin = useMay()('admin_access');
  const model = params.model ?? '';
  const provider = providerOf(params.provider ?? '');
  const price = useModelPrice(provider, model);
  usePageTitle(model, t(pricesPage.title));
  return (
    <RowDrawer title={model} onClose={() => void navigate({ pathname: pricesPage.path, search }, { preventScrollReset: true })}>
      <DrawerBody query={price} errorTitle={t('price.loadFailed')}>
        {(data) => (
          <>
            <Current price={data} provider={provider} />
            {admin && <PriceForm key={`${provider} ${model}`} price={data} provider={provider} model={model} />}
            {admin && <PriceHistory price={data} provider={provider} model={model} />}
          </>
        )}
      </DrawerBody>
    </RowDrawer>
  );
}

function Current({ price, provider }: { price: ModelPrice | null; provider: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!price) {
    return (
      <DrawerSection title={t('price.current')}>
        <Text>{t('price.noPrice')}</Text>
      </DrawerSection>
    );
  }
  const { rates, tieredFrom, source, version, effectiveFrom } = price;
  const facts = [
    { name: t('price.provider'), value: <ProviderName provider={provider} t={t} /> },
    ...rateKinds.map((kind) => ({
      name: t(`price.kind.${kind}`),
      value: <span className="tabular">{rateText(rates[kind], format)}</span>,
    })),
    ...(tieredFrom === null ? [] : [{ name: t('price.tier'), value: t('price.above', { tokens: format.compact(tieredFrom) }) }]),
    { name: t('price.source'), value: t(`price.source.${source}`) },
    ...(source === 'table' ? [{ name: t('price.version'), value: version }] : []),
    { name: t('price.since'), value: effectiveFrom ? format.dateTime(effectiveFrom) : t('price.sinceEver') },
  ];
  return (
    <DrawerSection title={t('price.current')}>
      <Text c="dimmed" size="xs" mb={8}>
        {t('price.perMillion')}
      </Text>
      <Facts facts={facts} />
    </DrawerSection>
  );
}

/** A select has no empty value. */
const every = '*';

function PriceForm({ price, provider, model }: { price: ModelPrice | null; provider: string; model: string }) {
  const { t } = useTranslation();
  const { form, set, refusal, submit } = usePriceForm(priceValues(provider, model, price?.rates), (saved, own) => {
    // What applies later is no start for what applies now.
    if (Date.parse(saved.effectiveFrom) > Date.now()) own.reset();
    else startFrom(own, priceValues(saved.provider, model, saved.rates));
  });
  return (
    <DrawerForm form={form} saving={set.isPending} refusal={refusal} onSubmit={submit}>
      <DrawerSection title={t('price.set')}>
        <Stack gap={14}>
          {provider !== '' && (
            <Select
              label={t('price.appliesTo')}
              description={t('price.appliesToHelp')}
              data={[
                { value: provider, label: provider },
                { value: every, label: t('price.anyProvider') },
              ]}
              value={form.values.provider || every}
              onChange={(value) => form.setFieldValue('provider', value === every || value === null ? '' : value)}
            />
          )}
          <PriceFields form={form} />
        </Stack>
      </DrawerSection>
    </DrawerForm>
  );
}
