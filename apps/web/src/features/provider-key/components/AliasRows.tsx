import { ActionIcon, Autocomplete, Button, Text, TextInput, Tooltip } from '@mantine/core';
import type { GetInputPropsReturnType } from '@mantine/form';
import { admitsModel } from '@open-ace/contracts/gateway';
import { IconArrowNarrowRight, IconPlus, IconX } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { AliasRow } from '../aliases.ts';
import classes from './AliasRows.module.css';

interface AliasRowsProps {
  rows: readonly AliasRow[];
  allowedModels: readonly string[];
  /** Offered as the model. */
  models: string[];
  inputProps: (index: number, field: 'alias' | 'model') => GetInputPropsReturnType;
  onAdd: () => void;
  onRemove: (index: number) => void;
}

/** Alias and model in pairs; a new pair has the focus, and after one is removed the way to add another. */
export function AliasRows({ rows, allowedModels, models, inputProps, onAdd, onRemove }: AliasRowsProps) {
  const { t } = useTranslation();
  const addButton = useRef<HTMLButtonElement>(null);
  const added = useRef(false);
  const focusNew = (input: HTMLInputElement | null) => {
    if (!input || !added.current) return;
    input.focus();
    added.current = false;
  };
  return (
    <>
      {rows.length === 0 && <Text c="dimmed">{t('gateway.noAliases')}</Text>}
      {rows.length > 0 && (
        <ul className={classes.rows} aria-label={t('gateway.aliases')}>
          {rows.map((row, index) => {
            const model = row.model.trim();
            const refused = model !== '' && !admitsModel(allowedModels, model);
            const name = row.alias.trim() || t('gateway.newAlias');
            return (
              <li key={row.key} className={classes.row}>
                <TextInput
                  ref={index === rows.length - 1 ? focusNew : undefined}
                  label={t('gateway.alias')}
                  className={classes.alias}
                  maxLength={200}
                  autoComplete="off"
                  autoCapitalize="none"
                  spellCheck={false}
                  {...inputProps(index, 'alias')}
                />
                <IconArrowNarrowRight size={16} className={classes.arrow} aria-hidden />
                <Autocomplete
                  label={t('gateway.model')}
                  className={classes.model}
                  description={refused && <span className={classes.warning}>{t('gateway.modelNotAllowed')}</span>}
                  data={models}
                  limit={8}
                  maxLength={200}
                  autoComplete="off"
                  autoCapitalize="none"
                  spellCheck={false}
                  {...inputProps(index, 'model')}
                />
                <Tooltip label={t('gateway.removeAlias', { alias: name })}>
                  <ActionIcon
                    size={32}
                    className={classes.remove}
                    aria-label={t('gateway.removeAlias', { alias: name })}
                    onClick={() => {
                      onRemove(index);
                      addButton.current?.focus();
                    }}
                  >
                    <IconX size={16} />
                  </ActionIcon>
                </Tooltip>
              </li>
            );
          })}
        </ul>
      )}
      <Button
        ref={addButton}
        variant="default"
        size="xs"
        className={classes.add}
        leftSection={<IconPlus size={14} />}
        onClick={() => {
          added.current = true;
          onAdd();
        }}
      >
        {t('gateway.addAlias')}
      </Button>
    </>
  );
}
