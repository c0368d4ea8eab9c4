import { ActionIcon, Text, TextInput, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconSearch, IconX } from '@tabler/icons-react';
import { type KeyboardEvent, type Ref, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#lib/use-format.ts';
import classes from './SearchBar.module.css';

interface SearchBarProps {
  field: Ref<HTMLInputElement>;
  query: string;
  /** Which of `count` places one is at, from 1 on; 0 before the first. */
  place: number;
  count: number;
  onQuery: (query: string) => void;
  onStep: (by: 1 | -1) => void;
  onClose: () => void;
}

/** Searches all of the transcript, of which the browser's own search sees only what is drawn. */
export function SearchBar({ field, query, place, count, onQuery, onStep, onClose }: SearchBarProps) {
  const { t } = useTranslation();
  const format = useFormat();
  useEffect(() => {
    if (typeof field === 'object') field?.current?.select();
  }, [field]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
  };
  const steps = [
    { by: -1, label: t('transcript.searchPrevious'), icon: IconArrowUp },
    { by: 1, label: t('transcript.searchNext'), icon: IconArrowDown },
  ] as const;
  return (
    // biome-ignore lint/a11y/useSemanticElements: `search` is not known to all browsers yet
    <div className={classes.bar} role="search">
      <TextInput
        ref={field}
        size="xs"
        className={classes.field}
        leftSection={<IconSearch size={14} />}
        aria-label={t('transcript.search')}
        placeholder={t('transcript.search')}
        value={query}
        onChange={(event) => onQuery(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <Text span size="xs" c="dimmed" className={classes.count} role="status">
        {query.trim() !== '' &&
          (count === 0
            ? t('transcript.searchNone')
            : t('transcript.searchPlace', { place: format.exact(place), total: format.exact(count) }))}
      </Text>
      {steps.map(({ by, label, icon: Icon }) => (
        <Tooltip key={by} label={label}>
          <ActionIcon aria-label={label} disabled={count === 0} onClick={() => onStep(by)}>
            <Icon size={15} />
          </ActionIcon>
        </Tooltip>
      ))}
      <Tooltip label={t('action.close')}>
        <ActionIcon aria-label={t('action.close')} onClick={onClose}>
          <IconX size={15} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
