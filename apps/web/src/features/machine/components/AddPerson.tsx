import { Button, Combobox, type ComboboxStore, Text, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import type { Machine } from '@open-ace/contracts/machine';
import { IconUserPlus } from '@tabler/icons-react';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { failureText } from '#lib/errors.ts';
import { trpc } from '#lib/trpc.ts';
import { PersonAvatar } from '#modules/person/PersonAvatar.tsx';
import { refreshPeople } from '../refresh-people.ts';
import classes from './AddPerson.module.css';

/** Whoever is chosen may use the machine at once; the right is theirs to change in the list. */
export function AddPerson({ machine }: { machine: Machine }) {
  const { t } = useTranslation();
  const combobox = useCombobox({
    onDropdownOpen: () => combobox.focusSearchInput(),
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      combobox.focusTarget();
    },
  });
  const add = useMutation(
    trpc.machine.setMember.mutationOptions({
      onSuccess: async ({ user }) => {
        notifications.show({ message: t('machine.personAdded', { name: user.displayName, machine: machine.name }) });
        await refreshPeople(machine.id);
      },
      onError: (error) => notifications.show({ color: 'red', message: failureText(error, t) }),
    }),
  );
  return (
    <Combobox
      store={combobox}
      width={280}
      position="bottom-end"
      onOptionSubmit={(userId) => {
        combobox.closeDropdown();
        add.mutate({ machineId: machine.id, userId, role: 'user' });
      }}
    >
      <Combobox.Target targetType="button">
        <Button size="xs" variant="default" leftSection={<IconUserPlus size={14} />} onClick={() => combobox.toggleDropdown()}>
          {t('machine.addPerson')}
        </Button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Candidates machineId={machine.id} combobox={combobox} />
      </Combobox.Dropdown>
    </Combobox>
  );
}

const typingPause = 250;
const mostAtOnce = 50;

/** Only there while the list is open, so that it is asked for anew each time. */
function Candidates({ machineId, combobox }: { machineId: string; combobox: ComboboxStore }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), typingPause);
  const candidates = useQuery(
    trpc.machine.candidates.queryOptions({ machineId, search }, { staleTime: 0, gcTime: 0, placeholderData: keepPreviousData }),
  );
  const items = candidates.data?.items;
  const { selectFirstOption, resetSelectedOption } = combobox;
  const settled = items !== undefined && !candidates.isPlaceholderData && search === typed.trim();

  // Enter takes the first one found, but never one of an earlier search.
  useEffect(() => {
    if (settled) selectFirstOption();
    else resetSelectedOption();
  }, [settled, selectFirstOption, resetSelectedOption]);

  const nobody = search ? t('filter.nothingFound') : t('machine.everybodyAdded');
  return (
    <>
      <Combobox.Search
        value={typed}
        maxLength={200}
        aria-label={t('machine.personSearch')}
        placeholder={t('machine.personSearch')}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Combobox.Options aria-label={t('machine.addPerson')} className={classes.options}>
        {items?.map(({ id, displayName, username }) => (
          <Combobox.Option key={id} value={id} className={classes.option}>
            <PersonAvatar name={displayName} size={20} />
            <Text truncate className={classes.name}>
              {displayName}
            </Text>
            {username !== displayName && (
              <Text size="xs" truncate className={classes.username}>
                {username}
              </Text>
            )}
          </Combobox.Option>
        ))}
        {!items && <Combobox.Empty>{candidates.isError ? failureText(candidates.error, t) : t('value.loading')}</Combobox.Empty>}
        {items?.length === 0 && <Combobox.Empty>{nobody}</Combobox.Empty>}
      </Combobox.Options>
      {items?.length === mostAtOnce && <Combobox.Footer>{t('machine.firstPeople', { count: mostAtOnce })}</Combobox.Footer>}
    </>
  );
}
