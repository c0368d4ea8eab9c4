import { ActionIcon, Button, Text, TextInput, Tooltip } from '@mantine/core';
import { randomId } from '@mantine/hooks';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentFormState } from '../use-agent-form.ts';
import { code } from './code-field.ts';
import classes from './EnvironmentRows.module.css';

const most = 50;

/** Variables in pairs of name and value; a new pair has the focus, and after one is removed the way to add another. */
export function EnvironmentRows({ form }: { form: AgentFormState }) {
  const { t } = useTranslation();
  const addButton = useRef<HTMLButtonElement>(null);
  const added = useRef(false);
  const rows = form.values.env;
  const focusNew = (input: HTMLInputElement | null) => {
    if (!input || !added.current) return;
    input.focus();
    added.current = false;
  };
  return (
    <>
      {rows.length === 0 && <Text c="dimmed">{t('acpAgent.noVariables')}</Text>}
      {rows.length > 0 && (
        <ul className={classes.rows} aria-label={t('acpAgent.environment')}>
          {rows.map((row, index) => {
            const remove = t('acpAgent.removeVariable', { name: row.name.trim() || t('acpAgent.newVariable') });
            return (
              <li key={row.key} className={classes.row}>
                <TextInput
                  ref={index === rows.length - 1 ? focusNew : undefined}
                  label={t('acpAgent.variable')}
                  className={classes.name}
                  maxLength={100}
                  {...code}
                  {...form.getInputProps(`env.${index}.name`)}
                />
                <span className={classes.equals} aria-hidden>
                  =
                </span>
                <TextInput
                  label={t('acpAgent.variableValue')}
                  className={classes.value}
                  maxLength={4000}
                  {...code}
                  {...form.getInputProps(`env.${index}.value`)}
                />
                <Tooltip label={remove}>
                  <ActionIcon
                    size={32}
                    className={classes.remove}
                    aria-label={remove}
                    onClick={() => {
                      form.removeListItem('env', index);
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
      {rows.length < most && (
        <Button
          ref={addButton}
          variant="default"
          size="xs"
          className={classes.add}
          leftSection={<IconPlus size={14} />}
          onClick={() => {
            added.current = true;
            form.insertListItem('env', { key: randomId(), name: '', value: '' });
          }}
        >
          {t('acpAgent.addVariable')}
        </Button>
      )}
    </>
  );
}
