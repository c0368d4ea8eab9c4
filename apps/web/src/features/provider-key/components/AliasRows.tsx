import { Autocomplete, Text, TextInput } from '@mantine/core';
import type { GetInputPropsReturnType } from '@mantine/form';
import { admitsModel } from '@open-ace/contracts/gateway';
import { IconArrowNarrowRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { PairRows } from '#ui/PairRows.tsx';
import type { AliasRow } from '../aliases.ts';

interface AliasRowsProps {
  rows: readonly AliasRow[];
  allowedModels: readonly string[];
  /** Offered as the model. */
  models: string[];
  inputProps: (index: number, field: 'alias' | 'model') => GetInputPropsReturnType;
  onAdd: () => void;
  onRemove: (index: number) => void;
}

const asTyped = { maxLength: 200, autoComplete: 'off', autoCapitalize: 'none', spellCheck: false } as const;

/** Alias and model in pairs. */
export function AliasRows({ rows, allowedModels, models, inputProps, onAdd, onRemove }: AliasRowsProps) {
  const { t } = useTranslation();
  const isRefused = (model: string) => model !== '' && !admitsModel(allowedModels, model);
  const refused = (
    <Text span inherit c="var(--ace-severity-warning-text)">
      {t('gateway.modelNotAllowed')}
    </Text>
  );
  return (
    <PairRows
      label={t('gateway.aliases')}
      rows={rows}
      none={t('gateway.noAliases')}
      between={<IconArrowNarrowRight size={16} />}
      first={(_row, index, ref) => <TextInput ref={ref} label={t('gateway.alias')} {...asTyped} {...inputProps(index, 'alias')} />}
      second={({ model }, index) => (
        <Autocomplete
          label={t('gateway.model')}
          description={isRefused(model.trim()) && refused}
          data={models}
          limit={8}
          {...asTyped}
          {...inputProps(index, 'model')}
        />
      )}
      removeLabel={({ alias }) => t('gateway.removeAlias', { alias: alias.trim() || t('gateway.newAlias') })}
      addLabel={t('gateway.addAlias')}
      onAdd={onAdd}
      onRemove={onRemove}
    />
  );
}
