import { CloseButton, Kbd, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '#lib/preferences.ts';
import classes from './SearchField.module.css';

const typingPause = 250;

interface SearchFieldProps {
  /** Says what is searched: "Search by name or e-mail". */
  label: string;
  value: string;
  onSearch: (text: string) => void;
}

/** Searches once the typing pauses. The page's first one is what the `/` shortcut goes to. */
export function SearchField({ label, value, onSearch }: SearchFieldProps) {
  const { t } = useTranslation();
  const shortcut = usePreferences(({ characterShortcuts }) => characterShortcuts);
  const [text, setText] = useState(value);
  const sent = useRef(value);
  const send = useDebouncedCallback((wanted: string) => {
    sent.current = wanted.trim();
    onSearch(sent.current);
  }, typingPause);

  // The URL changed by other means (back, a cleared filter): follow it, but never overwrite what is being typed.
  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setText(value);
  }, [value]);

  const type = (wanted: string) => {
    setText(wanted);
    send(wanted);
  };

  return (
    <TextInput
      type="search"
      data-page-search
      aria-label={label}
      placeholder={label}
      maxLength={200}
      className={classes.search}
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
      leftSection={<IconSearch size={14} />}
      rightSection={
        text ? (
          <CloseButton size={24} iconSize={14} aria-label={t('action.clearSearch')} onClick={() => type('')} />
        ) : (
          shortcut && <Kbd className={classes.key}>/</Kbd>
        )
      }
    />
  );
}
