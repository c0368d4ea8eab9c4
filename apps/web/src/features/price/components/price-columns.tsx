import { Badge, Text, Tooltip } from '@mantine/core';
import type { ModelPrice } from '@open-ace/contracts/price';
import { IconStairsUp } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import type { Format } from '#lib/format.ts';
import { Ago } from '#ui/Ago.tsx';
import type { Column } from '#ui/DataTable.tsx';
import { Unknown } from '#ui/Unknown.tsx';
import { isCacheRate, rateKinds, rateText } from '../rates.ts';
import classes from './price-columns.module.css';

export function priceColumns(t: TFunction, format: Format): Column<ModelPrice>[] {
  return [
    {
      key: 'model',
      header: t('price.model'),
      onPhone: 'title',
      phoneCell: ({ model }) => model,
      cell: (price) => (
        <span className={classes.model}>
          <span className={classes.name} title={price.model}>
            {price.model}
          </span>
          <Tier price={price} t={t} format={format} />
        </span>
      ),
    },
    {
      key: 'provider',
      header: t('price.provider'),
      width: '9rem',
      onPhone: 'detail',
      cell: ({ provider }) => <ProviderName provider={provider} t={t} />,
    },
    ...rateKinds.map(
      (kind): Column<ModelPrice> => ({
        key: kind,
        header: t(`price.kind.${kind}`),
        width: '6.25rem',
        align: 'end',
        ...(isCacheRate(kind) ? { hideBelow: 52 } : { onPhone: 'end' }),
        phoneCell: ({ rates }) => (kind === 'input' ? `${rateText(rates.input, format)} /` : rateText(rates[kind], format)),
        cell: ({ rates }) => <span className="tabular">{rateText(rates[kind], format)}</span>,
      }),
    ),
    {
      key: 'source',
      header: t('price.source'),
      width: '6.5rem',
      onPhone: 'detail',
      phoneCell: ({ source }) => (source === 'override' ? t('price.source.override') : null),
      cell: ({ source, version }) => (
        <Tooltip label={source === 'override' ? t('price.source.override') : version}>
          {source === 'override' ? (
            <Badge color="accent">{t('price.own')}</Badge>
          ) : (
            <Text span inherit c="dimmed">
              {t('price.table')}
            </Text>
          )}
        </Tooltip>
      ),
    },
    {
      key: 'since',
      header: t('price.since'),
      width: '8.75rem',
      align: 'end',
      hideBelow: 64,
      cell: ({ effectiveFrom }) => (effectiveFrom ? <Ago date={effectiveFrom} /> : <Unknown reason={t('price.sinceEver')} />),
    },
  ];
}

export function ProviderName({ provider, t }: { provider: string; t: TFunction }) {
  return (
    provider || (
      <Text span inherit c="dimmed">
        {t('price.anyProvider')}
      </Text>
    )
  );
}

function Tier({ price: { tieredFrom }, t, format }: { price: ModelPrice; t: TFunction; format: Format }) {
  if (tieredFrom === null) return null;
  const label = t('price.above', { tokens: format.compact(tieredFrom) });
  return (
    <Tooltip label={label}>
      <IconStairsUp size={14} className={classes.tier} role="img" aria-label={label} />
    </Tooltip>
  );
}
