import { Button, Combobox, Text, useCombobox } from '@mantine/core';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './FilterSelect.module.css';

const searchableFrom = 9;

export interface FilterOption<Value extends string = string> {
  value: Value;
  label: string;
}

interface FilterSelectProps<Value extends string> {
  label: string;
  options: readonly FilterOption<Value>[];
  value: Value | undefined;
  onChange: (value: Value | undefined) => void;
  /** The wording of "no filter"; leave out where one of the options is always chosen. */
  all?: string;
}

/** Opens a list of choices; says the choice once one is made. */
export function FilterSelect<Value extends string>({ label, options, value, onChange, all }: FilterSelectProps<Value>) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const searchable = options.length >= searchableFrom;
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      setQuery('');
      combobox.focusTarget();
    },
    onDropdownOpen: () => {
      if (searchable) combobox.focusSearchInput();
      combobox.selectActiveOption();
    },
  });
  const chosen = options.find((option) => option.value === value);
  const found = options.filter((option) => option.label.toLowerCase().includes(query.trim().toLowerCase()));

  return (
    <Combobox
      store={combobox}
      width="max-content"
      position="bottom-start"
      onOptionSubmit={(picked) => {
        onChange(options.find((option) => option.value === picked)?.value);
        combobox.closeDropdown();
      }}
    >
      <Combobox.Target targetType="button" withExpandedAttribute>
        <Button
          variant="default"
          fw={400}
          rightSection={<IconChevronDown size={14} />}
          aria-label={chosen ? `${label}: ${chosen.label}` : label}
          onClick={() => combobox.toggleDropdown()}
        >
          <Text span inherit c="dimmed">
            {label}
          </Text>
          {chosen && (
            <Text span inherit fw={500} ml={6}>
              {chosen.label}
            </Text>
          )}
        </Button>
      </Combobox.Target>
      <Combobox.Dropdown className={classes.dropdown}>
        {searchable && (
          <Combobox.Search
            value={query}
            aria-label={t('filter.search', { filter: label })}
            placeholder={t('filter.search', { filter: label })}
            onChange={(event) => {
              setQuery(event.currentTarget.value);
              combobox.updateSelectedOptionIndex();
            }}
          />
        )}
        <Combobox.Options aria-label={label} className={classes.options}>
          {all && !query && (
            <Combobox.Option value="" active={!chosen} className={classes.option}>
              <IconCheck size={14} className={classes.check} data-chosen={!chosen || undefined} aria-hidden />
              {all}
            </Combobox.Option>
          )}
          {found.map((option) => (
            <Combobox.Option key={option.value} value={option.value} active={option.value === value} className={classes.option}>
              <IconCheck size={14} className={classes.check} data-chosen={option.value === value || undefined} aria-hidden />
              {option.label}
            </Combobox.Option>
          ))}
          {found.length === 0 && <Combobox.Empty>{t('filter.nothingFound')}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
