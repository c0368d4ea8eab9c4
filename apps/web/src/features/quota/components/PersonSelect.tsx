import { Select, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { failureText } from '#lib/errors.ts';
import { trpc } from '#lib/trpc.ts';
import { PersonAvatar } from '#modules/person/PersonAvatar.tsx';
import classes from './PersonSelect.module.css';

export interface Person {
  id: string;
  name: string;
}

interface PersonSelectProps {
  value: Person | null;
  onChange: (person: Person | null) => void;
  error: ReactNode;
}

const typingPause = 250;
const mostAtOnce = 20;

/** One person of the tenant, found by the server while one types. */
export function PersonSelect({ value, onChange, error }: PersonSelectProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), typingPause);
  // What stands in the field once somebody is chosen is no search.
  const wanted = search === value?.name ? '' : search;
  const found = useQuery(
    trpc.user.list.queryOptions({ limit: mostAtOnce, ...(wanted && { search: wanted }) }, { placeholderData: keepPreviousData }),
  );
  const people = found.data?.items ?? [];
  const usernames = new Map(people.map(({ id, username }) => [id, username]));
  const options = people.map(({ id, displayName }) => ({ value: id, label: displayName }));
  if (value && !usernames.has(value.id)) options.unshift({ value: value.id, label: value.name });
  const nothing = found.isError ? failureText(found.error, t) : t('filter.nothingFound');
  return (
    <Select
      required
      searchable
      label={t('quota.person')}
      placeholder={t('quota.personSearch')}
      data={options}
      // The server has filtered already, by more than the name.
      filter={({ options: all }) => all}
      searchValue={typed}
      onSearchChange={setTyped}
      value={value?.id ?? null}
      onChange={(_id, option) => onChange(option && { id: option.value, name: option.label })}
      nothingFoundMessage={found.data || found.isError ? nothing : t('value.loading')}
      renderOption={({ option }) => <PersonOption name={option.label} username={usernames.get(option.value)} />}
      error={error}
    />
  );
}

function PersonOption({ name, username }: { name: string; username: string | undefined }) {
  return (
    <span className={classes.option}>
      <PersonAvatar name={name} size={20} />
      <Text span truncate>
        {name}
      </Text>
      {username !== undefined && username !== name && (
        <Text span size="xs" c="dimmed" truncate>
          {username}
        </Text>
      )}
    </span>
  );
}
