import { Button, Combobox, useCombobox } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Session } from '@open-ace/contracts/session';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { failureText } from '#lib/errors.ts';
import { modelChoices } from '../choices.ts';
import { useChange } from '../use-change.ts';
import { useSessions } from '../use-sessions.ts';
import classes from './Composer.module.css';

/** The model of a session: one of those known, or any name that the tool takes. */
export function ModelMenu({ session }: { session: Session }) {
  const { t } = useTranslation();
  const { sessions } = useSessions();
  const [query, setQuery] = useState('');
  const { shown, change } = useChange(session, 'model', (error) => notifications.show({ color: 'red', message: failureText(error, t) }));
  const combobox = useCombobox({
    onDropdownOpen: () => combobox.focusSearchInput(),
    onDropdownClose: () => {
      setQuery('');
      combobox.resetSelectedOption();
      combobox.focusTarget();
    },
  });
  const wanted = query.trim();
  const known = modelChoices(session.tool, sessions);
  const all = session.model !== '' && !known.includes(session.model) ? [...known, session.model] : known;
  const found = all.filter((name) => name.toLowerCase().includes(wanted.toLowerCase()));
  const label = shown === '' ? t('session.ownModel') : shown;

  return (
    <Combobox
      store={combobox}
      width={280}
      position="top-start"
      onOptionSubmit={(model) => {
        combobox.closeDropdown();
        if (model !== session.model) change(model);
      }}
    >
      <Combobox.Target targetType="button">
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          className={classes.choice}
          rightSection={<IconChevronDown size={13} />}
          aria-label={t('session.modelIs', { model: label })}
          onClick={() => combobox.toggleDropdown()}
        >
          {label}
        </Button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={query}
          maxLength={200}
          aria-label={t('session.modelSearch')}
          placeholder={t('session.modelSearch')}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
            combobox.selectFirstOption();
          }}
        />
        <Combobox.Options aria-label={t('session.model')} className={classes.options}>
          {found.map((name) => (
            <Combobox.Option key={name} value={name} active={name === session.model} className={classes.option}>
              <IconCheck size={14} className={classes.check} data-chosen={name === session.model || undefined} aria-hidden />
              {name}
            </Combobox.Option>
          ))}
          {wanted !== '' && !all.includes(wanted) && (
            <Combobox.Option value={wanted} className={classes.option}>
              <span className={classes.check} style={{ width: 14 }} />
              {t('session.useModel', { model: wanted })}
            </Combobox.Option>
          )}
          {found.length === 0 && wanted === '' && <Combobox.Empty>{t('session.typeModel')}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
